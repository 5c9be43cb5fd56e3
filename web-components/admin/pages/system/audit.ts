import { html } from 'lit'
import { audit } from '../../../../protocol/resources/audit.ts'
import { fullTime } from '../../../data/time-text.ts'
import { factList } from '../../../elements/side-drawer.ts'
import { exportRows } from '../../actions.ts'
import { changeTable } from '../../change-table.ts'
import { operationTitle } from '../../operation-title.ts'
import { definePage } from '../../page.ts'

export default definePage({
  path: 'audit', title: '操作日志', group: '系统', icon: 'history', words: '审计 变更', resource: audit,
  cells: { operation: ({ operation }) => html`<span class="cut"
    title=${operation}>${operationTitle(operation)}</span>` },
  actions: [exportRows],
  drawer: {
    title: ({ operation, subjectTitle }) => `${operationTitle(operation)} ${subjectTitle}`.trim(),
    render: (row) => html`${factList([
      ['时间', row.atMs === null ? '' : fullTime(row.atMs)], ['操作人', row.user], ['对象', row.subjectTitle],
      ['对象编号', row.subject], ['IP 地址', row.address], ['操作', row.operation],
    ])}<h3>变更内容</h3>${changeTable(row)}`,
  },
  empty: { title: '还没有操作记录', about: '谁在何时改了什么，都会记在这里。' },
})

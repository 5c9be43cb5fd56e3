import { html } from 'lit'
import { jobs } from '../../../../protocol/resources/job.ts'
import { cancelJob } from '../../../../protocol/operations/jobs.ts'
import type { JobId } from '../../../../protocol/ids.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { isUnderWay, progressOf } from '../../../data/job-shelf.ts'
import { countText, hasFile, jobProgress } from '../../../elements/job-progress.ts'
import '../../../elements/failed-rows.ts'
import { ask } from '../../actions.ts'
import { definePage } from '../../page.ts'

type JobRow = RowOf<typeof jobs>

export default definePage({
  path: 'tasks', title: '任务中心', group: '系统', icon: 'tasks', words: '导出 导入 批量 下载', resource: jobs,
  columns: ['title', 'kind', 'state', 'done', 'owner', 'createdMs', 'finishedMs', 'expiresMs', 'reason'],
  widths: { kind: 96, done: 136 },
  cells: {
    title: (row) => hasFile(row) ? html`<a class="cut" href=${`/download/${row.id}`} download title=${row.title}>
      ${row.title}</a>` : html`<span class="cut" title=${row.title}>${row.title}</span>`,
    done: (row) => html`<span class="bar-cell">${isUnderWay(row) ? html`<vaadin-progress-bar aria-label="进度"
      .value=${progressOf(row) ?? 0}></vaadin-progress-bar>` : ''}<span class="digits">${countText(row)}</span></span>`,
  },
  actions: [ask<JobRow>(cancelJob, { title: '取消', icon: 'close', when: isUnderWay }, (row) => ({
    title: `取消「${row.title}」？`, text: '正在处理的几条做完后就停；已经完成的部分保留。', confirm: '取消任务',
    run: ({ api }) => api.call(cancelJob, { job: row.id as JobId }),
  }))],
  drawer: {
    title: ({ title }) => title,
    render: (row, { api, jobs: shelf }) => html`${jobProgress(row, { onCancel: (id) => void shelf.cancel(id) })}
      ${(row.failed ?? 0) > 0 ? html`<h3>失败的行</h3><ark-failed-rows .api=${api} job=${row.id}></ark-failed-rows>` : ''}`,
  },
  empty: { title: '还没有任务', about: '导出、导入和批量操作会出现在这里。' },
})

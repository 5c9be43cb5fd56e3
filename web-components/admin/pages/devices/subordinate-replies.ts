import { html } from 'lit'
import { removeSubordinateReplies } from '../../../../protocol/bulk/library.ts'
import type { QuickReplyId } from '../../../../protocol/ids.ts'
import { deleteSubordinateReply } from '../../../../protocol/operations/quick-replies.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { subordinateReplies } from '../../../../protocol/resources/quick-reply.ts'
import { factList } from '../../../elements/side-drawer.ts'
import '../../../elements/parts-preview.ts'
import { ask, bulk, exportRows } from '../../actions.ts'
import { definePage } from '../../page.ts'

type ReplyRow = RowOf<typeof subordinateReplies>

export default definePage({
  path: 'subordinate-replies', title: '下属快捷回复', group: '工作手机', icon: 'people', words: '快捷语 话术 下级部门',
  resource: subordinateReplies, tree: 'department',
  columns: ['title', 'summary', 'types', 'owner', 'department', 'group', 'updatedMs'],
  filters: ['search', 'owner', 'type', 'scope', 'department'],
  widths: { title: 100, types: 92, owner: 80, department: 92, group: 84, updatedMs: 150 },
  actions: [
    exportRows, bulk(removeSubordinateReplies, { icon: 'trash', danger: true, text: '坐席将不能再使用它们。' }),
    ask<ReplyRow>(deleteSubordinateReply, { title: '删除', icon: 'trash', danger: true }, (row) => ({
      title: `删除「${row.title}」？`, confirm: '删除', danger: true, done: '快捷回复已删除',
      text: `${row.owner === '' ? row.department : row.owner}将不能再使用它。`,
      run: ({ api }) => api.call(deleteSubordinateReply, { reply: row.id as QuickReplyId, version: row.version }),
    })),
  ],
  drawer: {
    title: ({ title }) => title,
    render: ({ parts, group, owner, department, author }) => html`
      <ark-parts-preview .parts=${parts}></ark-parts-preview>
      ${factList([['所属账户', owner], ['部门', department], ['分组', group], ['创建人', author]])}`,
  },
  empty: { title: '下属还没有快捷回复', about: '下级部门和账户设置的快捷回复会出现在这里，不合适的可以删除。' },
})

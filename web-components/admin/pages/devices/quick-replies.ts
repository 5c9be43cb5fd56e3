import { html } from 'lit'
import { removeQuickReplies } from '../../../../protocol/bulk/library.ts'
import type { ContactGroupId, QuickReplyId } from '../../../../protocol/ids.ts'
import type { MessagePart } from '../../../../protocol/message-part.ts'
import {
  changeQuickReply, createQuickReply, deleteQuickReply, moveQuickReply,
} from '../../../../protocol/operations/quick-replies.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { quickReplies } from '../../../../protocol/resources/quick-reply.ts'
import type { Admin } from '../../../data/admin.ts'
import { factList } from '../../../elements/side-drawer.ts'
import '../../../elements/parts-preview.ts'
import { ask, bulk, create, direct, edit, exportRows, importRows } from '../../actions.ts'
import type { Form, FormField } from '../../form.ts'
import { chosenGroup, librarySide } from '../../library-side.ts'
import { definePage } from '../../page.ts'

type ReplyRow = RowOf<typeof quickReplies>

export default definePage({
  path: 'quick-replies', title: '快捷回复', group: '工作手机', icon: 'bolt', words: '快捷语 话术 常用语',
  resource: quickReplies, columns: ['title', 'summary', 'types', 'group', 'scope', 'department', 'updatedMs'],
  filters: ['search', 'type', 'scope'],
  widths: { title: 140, types: 104, group: 104, scope: 72, department: 104, updatedMs: 140 },
  side: { filter: 'group', render: (given) => librarySide('reply', given) },
  actions: [
    exportRows, importRows('quickReplies'), create(createQuickReply, newReply, '新增快捷回复'),
    edit<ReplyRow>(changeQuickReply, (row) => ({
      title: `编辑快捷回复「${row.title}」`, fields, isWide: true, version: row.version, done: '已保存',
      values: { group: row.groupId, title: row.title, parts: row.parts },
      read: ({ group, title, parts }) => ({ group, title, parts }),
      submit: (values, { admin, version }) => admin.api.call(changeQuickReply, {
        reply: row.id as QuickReplyId, version, ...inputOf(values),
      }),
    })),
    ask<ReplyRow>(deleteQuickReply, { title: '删除', icon: 'trash', danger: true }, ({ id, title, version }) => ({
      title: `删除快捷回复「${title}」？`, text: '坐席将不能再使用它。', confirm: '删除', danger: true, done: '快捷回复已删除',
      run: ({ api }) => api.call(deleteQuickReply, { reply: id as QuickReplyId, version }),
    })),
    move('up'), move('down'), bulk(removeQuickReplies, { icon: 'trash', danger: true, text: '坐席将不能再使用它们。' }),
  ],
  drawer: {
    title: ({ title }) => title,
    render: ({ parts, group, scope, department, author }) => html`
      <ark-parts-preview .parts=${parts}></ark-parts-preview>
      ${factList([['分组', group], ['分组类型', quickReplies.columns.scope.choices?.[scope]], ['部门', department],
        ['创建人', author]])}`,
  },
  empty: { title: '还没有快捷回复', about: '先在左侧新增分组，再新增快捷回复；也可以下载模板，从表格批量导入文字快捷语。' },
})

const fields: readonly FormField[] = [
  { name: 'title', title: '标题', kind: 'text', required: true },
  { name: 'group', title: '分组', kind: 'option', options: 'replyGroups', required: true },
  { name: 'parts', title: '消息内容', kind: 'parts', required: true, wide: true },
]

function newReply(admin: Admin): Form {
  return {
    title: '新增快捷回复', fields, isWide: true, done: '快捷回复已新增',
    values: { group: chosenGroup(admin), parts: [{ type: 'text', text: '' }] },
    submit: (values) => admin.api.call(createQuickReply, inputOf(values)),
  }
}

function move(direction: 'up' | 'down') {
  const words = direction === 'up' ? { title: '上移', icon: 'up' } as const : { title: '下移', icon: 'down' } as const
  return direct<ReplyRow>(moveQuickReply, { ...words, name: `move-${direction}` }, ({ id }, { api }) =>
    api.call(moveQuickReply, { reply: id as QuickReplyId, direction }))
}

function inputOf({ group, title, parts }: Record<string, unknown>) {
  return { group: group as ContactGroupId, title: String(title).trim(), parts: parts as MessagePart[] }
}

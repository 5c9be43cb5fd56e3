import { html } from 'lit'
import { assignChatrooms, setChatroomsGroup } from '../../../../protocol/bulk/contact.ts'
import { chatrooms } from '../../../../protocol/resources/chatroom.ts'
import { avatar } from '../../../elements/avatar.ts'
import '../../../elements/assigned-why.ts'
import { factList } from '../../../elements/side-drawer.ts'
import { bulk, exportRows } from '../../actions.ts'
import { assignFill } from '../../contact-assign-fields.ts'
import { groupFill } from '../../contact-group-field.ts'
import { definePage } from '../../page.ts'
import { placeLink } from '../../place-link.ts'
import '../../room-members.ts'

export default definePage({
  path: 'chatrooms', title: '聊天群查看', group: '微信号管理', icon: 'blocks', words: '微信群 群成员 群主 群分组',
  resource: chatrooms,
  columns: ['name', 'owner', 'members', 'account', 'seat', 'group', 'state', 'remark'],
  widths: { members: 80, state: 84 },
  cells: {
    name: ({ chatroom, name, avatar: picture }) => html`<span class="with-avatar">
      ${avatar({ id: chatroom, name, avatar: picture, size: 'tiny' })}
      <span class="cut" title=${name || chatroom}>${name || chatroom}</span></span>`,
    account: ({ account, accountId }, admin) => placeLink({
      path: 'accounts', params: { search: accountId }, text: account, admin,
    }),
  },
  actions: [
    exportRows, bulk(assignChatrooms, assignFill('群')), bulk(setChatroomsGroup, groupFill('群分组', 'chatroomGroups')),
  ],
  drawer: {
    title: ({ remark, name, chatroom }) => remark || name || chatroom,
    render: (row, admin) => html`${factList([
      ['聊天记录', placeLink({ path: 'chats', params: { thread: row.id }, text: '查看', admin })],
      ['群名称', row.name], ['备注', row.remark], ['群ID', row.chatroom], ['群主', row.owner],
      ['状态', chatrooms.columns.state.choices?.[row.state]], ['所属微信', row.account], ['所属客服', row.seat],
      ['群分组', row.group], ['群公告', row.notice],
    ])}<ark-assigned-why .api=${admin.api} account=${row.accountId} peer=${row.chatroom}
      seat=${row.seat}></ark-assigned-why><h3>群成员(${(row.members ?? 0).toLocaleString('zh-CN')})</h3>
    <ark-room-members .api=${admin.api} .room=${row.id}></ark-room-members>`,
  },
  empty: { title: '还没有聊天群', about: '工作手机上登录微信后，它保存到通讯录和聊过的群会出现在这里。' },
})

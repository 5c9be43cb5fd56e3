import { html } from 'lit'
import { assignFriends, setFriendsGroup } from '../../../../protocol/bulk/contact.ts'
import type { ExtensionValue } from '../../../../protocol/extension-field.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { friends } from '../../../../protocol/resources/friend.ts'
import type { Admin } from '../../../data/admin.ts'
import { extensionText } from '../../../data/extension-text.ts'
import { fullTime } from '../../../data/time-text.ts'
import { avatar } from '../../../elements/avatar.ts'
import '../../../elements/assigned-why.ts'
import { factList } from '../../../elements/side-drawer.ts'
import { bulk, exportRows } from '../../actions.ts'
import { assignFill } from '../../contact-assign-fields.ts'
import { groupFill } from '../../contact-group-field.ts'
import { definePage } from '../../page.ts'
import { placeLink } from '../../place-link.ts'

type FriendRow = RowOf<typeof friends>

export default definePage({
  path: 'friends', title: '好友查看', group: '微信号管理', icon: 'people', words: '客户 好友分组 好友来源',
  resource: friends,
  columns: [
    'nickname', 'gender', 'alias', 'remark', 'labels', 'region', 'account', 'seat', 'group', 'source', 'addedMs',
  ],
  widths: { nickname: 150, gender: 64, region: 110, addedMs: 150 },
  cells: {
    nickname: ({ wxid, nickname, avatar: picture }) => html`<span class="with-avatar">
      ${avatar({ id: wxid, name: nickname, avatar: picture, size: 'tiny' })}
      <span class="cut" title=${nickname || wxid}>${nickname || wxid}</span></span>`,
    account: ({ account, accountId }, admin) => placeLink({
      path: 'accounts', params: { search: accountId }, text: account, admin,
    }),
  },
  actions: [
    exportRows, bulk(assignFriends, assignFill('好友')),
    bulk(setFriendsGroup, groupFill('好友分组', 'friendGroups')),
  ],
  drawer: {
    title: nameOf,
    render: (row, admin) => html`${factList([
      ['聊天记录', placeLink({ path: 'chats', params: { thread: row.id }, text: '查看', admin })],
      ['昵称', row.nickname], ['备注', row.remark], ['微信号', row.alias], ['微信ID', row.wxid],
      ['性别', friends.columns.gender.choices?.[row.gender]], ['地区', row.region], ['标签', row.labels.join('、')],
      ['电话', row.phones.join('、')], ['签名', row.signature], ['所属微信', row.account], ['所属客服', row.seat],
      ['好友分组', row.group], ['好友来源', row.source],
      ['通过时间', row.addedMs === null ? '' : fullTime(row.addedMs)], ...fieldFacts(row, admin),
    ])}<ark-assigned-why .api=${admin.api} account=${row.accountId} peer=${row.wxid}
      seat=${row.seatId}></ark-assigned-why>`,
  },
  empty: { title: '还没有好友', about: '工作手机上登录微信后，它的好友会出现在这里。' },
})

function fieldFacts({ fields }: FriendRow, admin: Admin): [string, string][] {
  return admin.fields.needed().map((field) => [field.name, extensionText(field, fields[field.id] as ExtensionValue)])
}

function nameOf({ remark, nickname, wxid }: FriendRow): string {
  return remark || nickname || wxid
}

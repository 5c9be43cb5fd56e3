import { textsOf } from '../../protocol/json-fields.ts'
import type { chatroomMembers as definition } from '../../protocol/resources/chatroom-member.ts'
import { peopleScope } from '../filter-sql.ts'
import { source } from '../source.ts'

export const chatroomMembers = source<typeof definition>({
  from: `chatroom_member m join chatroom r on r.account = m.account and r.peer = m.chatroom
    join account a on a.id = m.account join device v on v.id = a.device join app_user u on u.id = v.keeper`,
  key: [
    { sql: 'm.account', type: 'text' }, { sql: 'm.chatroom', type: 'text' }, { sql: 'm.wxid', type: 'text' },
  ],
  title: `coalesce(nullif(m.display_name, ''), nullif(m.nickname, ''), m.wxid)`,
  columns: {
    nickname: 'm.nickname', displayName: 'm.display_name', wxid: 'm.wxid', isAdmin: 'm.is_admin',
    isOwner: '(m.wxid = r.owner)', inviter: 'm.inviter', chatroom: `m.account || ' ' || m.chatroom`,
  },
  filters: {
    // By the key's own columns, so that its index serves it.
    chatroom: (value, bind) => `(m.account, m.chatroom) in (
      select split_part(id, ' ', 1), split_part(id, ' ', 2) from unnest(${bind(textsOf(value))}::text[]) id)`,
  },
  sorts: { wxid: { sql: 'm.wxid', type: 'text' } },
  scope: (scope, bind) =>
    `a.hidden_at is null and ${peopleScope({ user: 'v.keeper', department: 'u.department' }, scope, bind)}`,
})

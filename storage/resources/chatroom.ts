import type { chatrooms as definition } from '../../protocol/resources/chatroom.ts'
import { containsFolded, isAmong, peopleScope } from '../filter-sql.ts'
import { narrowContacts } from '../queries/contact-candidates.ts'
import { source } from '../source.ts'

const inRoom = 'm.account = r.account and m.chatroom = r.peer'
const seat = 'coalesce(s.seat, v.keeper)'

export const chatrooms = source<typeof definition>({
  from: `chatroom r join account a on a.id = r.account join device v on v.id = a.device
    join app_user u on u.id = v.keeper left join assignment s on s.account = r.account and s.peer = r.peer
    left join app_user w on w.id = ${seat} left join contact_group g on g.id = r.contact_group`,
  key: [{ sql: 'r.account', type: 'text' }, { sql: 'r.peer', type: 'text' }],
  title: `coalesce(nullif(r.remark, ''), nullif(r.name, ''), r.peer)`,
  columns: {
    name: 'r.name', remark: 'r.remark', state: 'r.state', chatroom: 'r.peer', notice: 'r.notice', avatar: 'r.avatar',
    owner: `coalesce((select coalesce(nullif(m.display_name, ''), nullif(m.nickname, '')) from chatroom_member m
      where ${inRoom} and m.wxid = r.owner), r.owner)`,
    members: `(select count(*) from chatroom_member m where ${inRoom})`,
    account: `coalesce(nullif(a.admin_remark, ''), nullif(a.nickname, ''), a.id)`, seat: `coalesce(w.real_name, '')`,
    group: `coalesce(g.name, '')`, accountId: 'a.id', seatId: seat, groupId: 'g.id::text',
  },
  filters: {
    search: containsFolded(`r.name || ' ' || r.remark || ' ' || r.peer`), account: isAmong('r.account'),
    group: isAmong('r.contact_group', 'bigint'), seat: isAmong(seat), state: isAmong('r.state'),
  },
  sorts: { name: { sql: 'r.name', type: 'text' } },
  narrow: narrowContacts('r'),
  scope: (scope, bind) =>
    `a.hidden_at is null and ${peopleScope({ user: 'v.keeper', department: 'u.department' }, scope, bind)}`,
})

import { foldedText } from '../../protocol/folded-text.ts'
import type { UserId } from '../../protocol/ids.ts'
import type { FriendRow } from '../../protocol/operations/desk.ts'
import { type Queries, statement } from '../pool.ts'

/** The first chatrooms of this seat, by name, whose name or remark has the words; as rows of a list of friends. */
export async function findServedChatrooms(
  queries: Queries, { user, words }: { user: UserId; words: string },
): Promise<FriendRow[]> {
  const { rows } = await queries.query<FriendRow>(select, [user, foldedText(words), rowsMax])
  return rows.map(({ account, peer, nickname, remark, avatar }) => {
    return { account, peer, nickname, remark, alias: '', avatar, initials: '' }
  })
}

// A seat serves some hundreds of chatrooms: they are looked at one after the other.
const select = statement('served_chatrooms_found', `
  select r.account, r.peer, r.name as nickname, r.remark, r.avatar from (
    select r.* from account a join device v on v.id = a.device and v.keeper = $1 join chatroom r on r.account = a.id
      left join assignment s on s.account = r.account and s.peer = r.peer
    where coalesce(s.seat, $1) = $1
    union all
    select r.* from assignment s join account a on a.id = s.account join device v on v.id = a.device
      join chatroom r on r.account = s.account and r.peer = s.peer
    where s.seat = $1 and v.keeper is distinct from $1) r
  where r.state = 'active' and position($2 in ark_folded(r.name || ' ' || r.remark)) > 0
  order by r.name, r.account, r.peer limit $3`)

const rowsMax = 20

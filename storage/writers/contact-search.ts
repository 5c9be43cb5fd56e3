import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { searchGrams } from '../../protocol/search-grams.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'
import { columns, gramsCell } from './columns.ts'

interface Named { account: AccountId; peer: PeerId; names: string; remark: string | null; nickname: string | null }

/**
 * Makes friends and chatrooms findable whose names are new, in the caller's transaction. Answers how many; what
 * another hub is at is passed over.
 */
export async function indexContacts(
  inside: Queries, { rowsMax, initialsOf }: { rowsMax: number; initialsOf: (...names: string[]) => string },
): Promise<number> {
  const { rows } = await inside.query<Named>(take, [rowsMax])
  const all = rows.map((one) => ({ ...one, initials: initialsOf(one.remark ?? '', one.nickname ?? '') }))
  if (all.length > 0) {
    await inside.query(insert, columns(all, (one) => one.account, (one) => one.peer,
      ({ names, initials }) => gramsCell(searchGrams(`${names} ${initials}`))))
  }
  const friends = all.filter(({ remark }) => remark !== null)
  if (friends.length > 0) {
    await inside.query(giveInitials, columns(friends,
      (one) => one.account, (one) => one.peer, ({ initials }) => initials))
  }
  return rows.length
}

// The same texts as the resources' search looks at.
const take = statement('contact_search_next', `
  with taken as (
    delete from contact_unindexed where (account, peer) in (
      select account, peer from contact_unindexed limit $1 for update skip locked) returning account, peer)
  select t.account, t.peer, coalesce(f.nickname || ' ' || f.remark || ' ' || f.alias || ' ' || f.peer,
    r.name || ' ' || r.remark || ' ' || r.peer, '') as names, f.remark, f.nickname
  from taken t left join friend f on f.account = t.account and f.peer = t.peer
    left join chatroom r on r.account = t.account and r.peer = t.peer`)
const insert = statement('contact_search_insert', `
  insert into contact_search (account, peer, grams)
  select account, peer, grams::integer[] from unnest($1::text[], $2::text[], $3::text[]) n (account, peer, grams)
  on conflict (account, peer) do update set grams = excluded.grams`)
// 张三丰 is found by zsf too.
const giveInitials = statement('friend_initials', `
  update friend f set initials = n.initials from unnest($1::text[], $2::text[], $3::text[]) n (account, peer, initials)
  where f.account = n.account and f.peer = n.peer`)

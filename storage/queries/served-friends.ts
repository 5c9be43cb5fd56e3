import { foldedText } from '../../protocol/folded-text.ts'
import type { ContactGroupId, UserId } from '../../protocol/ids.ts'
import type { FriendGroupRow, FriendRow } from '../../protocol/operations/desk.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import { isSwitchedOn } from '../is-switched-on.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import type { SortKey } from '../source.ts'
import { columns } from '../writers/columns.ts'
import { readCandidates } from './contact-candidates.ts'

export interface FriendsAsked {
  user: UserId
  /** '' finds all. */
  search: string
  group: ContactGroupId | null
  isUngrouped: boolean
  after: string | null
  rowsMax: number
}

/** By first letters, as people look for a name; those without come last. */
export async function readFriendPage(
  queries: Queries, { user, search, group, isUngrouped, after, rowsMax }: FriendsAsked,
): Promise<{ rows: FriendRow[], next: string | null } | 'badCursor'> {
  const from = after === null ? ['', '', ''] : readCursor(after, { order: 'letters', keys })
  if (from === null) return 'badCursor'
  const words = foldedText(search)
  const letters = /^[a-z]+$/.test(words) ? words : null
  const values = [user, words, letters, group, isUngrouped, ...from, rowsMax + 1]
  const found = words === '' ? null : await readCandidates(queries, { words, isAll: true })
  const { rows } = await (found === null
    ? queries.query<SortedRow>(selectPage, values)
    : queries.query<SortedRow>(selectFound, [...values, ...columns(found, (one) => one.account, (one) => one.peer)]))
  const shown = rows.slice(0, rowsMax)
  const last = shown.at(-1)
  const more = rows.length > rowsMax && last !== undefined
  return {
    rows: shown.map(friendRow),
    next: more ? writeCursor({ order: 'letters', values: [last.sorted, last.account, last.peer] }) : null,
  }
}

type SortedRow = FriendRow & { sorted: string }

function friendRow({ account, peer, nickname, remark, alias, avatar, initials }: FriendRow): FriendRow {
  return { account, peer, nickname, remark, alias, avatar, initials }
}

export async function readFriendGroups(queries: Queries, user: UserId): Promise<FriendGroupRow[]> {
  const { rows } = await queries.query<FriendGroupRow>(selectGroups, [user])
  return rows.map(({ id, name, friends }) => ({ id, name, friends }))
}

/** Where the phone's switch hides WeChat ids, nobody is found by theirs either. */
const shown = `f.*, case when ${isSwitchedOn('friendAlias', 'v.switches')} then f.alias else '' end as shown_alias`

/** Of the accounts whose phone the seat keeps what nobody else has; and what is assigned to the seat elsewhere. */
const servedOf = (friends: string): string => `
  select ${shown} from account a join device v on v.id = a.device and v.keeper = $1
    join ${friends} f on f.account = a.id
    left join assignment s on s.account = f.account and s.peer = f.peer
  where not f.removed and coalesce(s.seat, $1) = $1
  union all
  select ${shown} from assignment s join account a on a.id = s.account join device v on v.id = a.device
    join ${friends} f on f.account = s.account and f.peer = s.peer
  where s.seat = $1 and v.keeper is distinct from $1 and not f.removed`

const served = servedOf('friend')

const sorted = `coalesce(nullif(f.initials, ''), '~')`

// Nearly every id begins with wxid_: a few letters are meant for names. The texts are those of the grams.
const pageOf = (friends: string): string => `
  select f.account, f.peer, f.nickname, f.remark, f.shown_alias as alias,
    coalesce(f.profile ->> 'avatar', '') as avatar,
    coalesce(f.initials, '') as initials, ${sorted} as sorted
  from (${servedOf(friends)}) f
  where ($2::text = '' or position($3 in f.initials) > 0
      or position($2 in ark_folded(f.nickname || ' ' || f.remark || ' ' || f.shown_alias)) > 0
      or length($2) >= 5 and position($2 in lower(f.peer)) > 0)
    and ($4::bigint is null or f.contact_group = $4)
    and (not $5::bool or f.contact_group is null
      or not exists (select from contact_group g where g.id = f.contact_group))
    and (${sorted}, f.account, f.peer) > ($6::text, $7::text, $8::text)
  order by ${sorted}, f.account, f.peer limit $9`

const selectPage = statement('served_friends_page', pageOf('friend'))

const selectFound = statement('served_friends_found', `
  with found as materialized (
    select x.* from unnest($10::text[], $11::text[]) c (account, peer)
      join friend x on x.account = c.account and x.peer = c.peer)
  ${pageOf('found')}`)

const selectGroups = statement('served_friend_groups', `
  select g.id::text as id, coalesce(g.name, '') as name, sum(f.friends)::int as friends
  from (select contact_group, count(*) as friends from (${served}) one group by contact_group) f
    left join contact_group g on g.id = f.contact_group
  group by g.id, g.name, g.place order by g.place nulls last, g.id`)

const keys: readonly SortKey[] = [sorted, 'f.account', 'f.peer'].map((sql) => ({ sql, type: 'text' }))

import type { UserId } from '../../protocol/ids.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export interface SeatLoad {
  user: UserId
  online: boolean
  recent: number
  waiting: number
  waitingSinceMs: number | null
}

/** How busy each seat is, from the conversations of the last days; `sinceMs` bounds how many are looked at. */
export async function readSeatLoads(queries: Queries, { sinceMs }: { sinceMs: number }): Promise<SeatLoad[]> {
  const { rows } = await queries.query<SeatLoad>(select, [sinceMs])
  return rows
}

// Of each account the conversations of the newest days, from the index that lists them.
const select = statement('seat_loads', `
  with served as (
    select coalesce(c.seat, v.keeper) as app_user, c.waiting_since_ms
    from account a join device v on v.id = a.device cross join lateral (
      select seat, waiting_since_ms from conversation
      where account = a.id and last_day >= floor($1::float8 / 86400000) and last_ms >= $1) c)
  select u.id as "user", exists (select from seat_presence p where p.app_user = u.id and p.online) as online,
    count(s.app_user)::int as recent, count(s.waiting_since_ms)::int as waiting,
    min(s.waiting_since_ms) as "waitingSinceMs"
  from app_user u left join served s on s.app_user = u.id
  where not u.disabled group by u.id`)

import type { UserId } from '../../protocol/ids.ts'
import type { SeatCap } from '../../protocol/operations/assignment-rules.ts'
import { contains, peopleScope } from '../filter-sql.ts'
import type { Queries } from '../pool.ts'
import { type Scope, newBinds } from '../source.ts'
import { statement } from '../statement.ts'

/** Seats of the scope, by department and name. */
export async function readSeatCaps(
  queries: Queries, { scope, search, day, rowsMax }: { scope: Scope; search: string; day: number; rowsMax: number },
): Promise<SeatCap[]> {
  const { values, bind } = newBinds()
  const { rows } = await queries.query<SeatCap>(`
    select u.id as seat, u.real_name as name, u.login_name as "loginName", d.name as department, c.per_day as "perDay",
      coalesce(g.given, 0) as given,
      case when not exists (select from seat_presence p where p.app_user = u.id and p.online) then 'offline'
        when coalesce(m.away, false) then 'away' else 'online' end as presence
    from app_user u join department d on d.id = u.department
      left join assignment_cap c on c.app_user = u.id left join seat_mode m on m.app_user = u.id
      left join assignment_given g on g.app_user = u.id and g.day = ${bind(day)}::integer
    where not u.disabled and u.permissions || d.permissions && '{chat,admin}'
      and ${contains('u.real_name', 'u.login_name', 'd.name')(search, bind)}
      and ${peopleScope({ user: 'u.id', department: 'u.department' }, scope, bind)}
    order by d.place, d.id, u.login_name limit ${bind(rowsMax)}::integer`, values)
  return rows
}

export interface LockedCap { seat: UserId; name: string; perDay: number | null }

/** Of these seats, the ones of the scope, locked. */
export async function lockSeatCaps(
  inside: Queries, { seats, scope }: { seats: readonly UserId[]; scope: Scope },
): Promise<LockedCap[]> {
  const { values, bind } = newBinds()
  const { rows } = await inside.query<LockedCap>(`
    select u.id as seat, u.real_name as name, c.per_day as "perDay"
    from app_user u left join assignment_cap c on c.app_user = u.id
    where u.id = any(${bind(seats)}::text[])
      and ${peopleScope({ user: 'u.id', department: 'u.department' }, scope, bind)}
    order by u.id for update of u`, values)
  return rows
}

export async function writeSeatCaps(
  inside: Queries, caps: readonly { seat: UserId; perDay: number | null }[],
): Promise<void> {
  const set = caps.filter(({ perDay }) => perDay !== null)
  await inside.query(clear, [caps.filter(({ perDay }) => perDay === null).map(({ seat }) => seat)])
  await inside.query(upsert, [set.map(({ seat }) => seat), set.map(({ perDay }) => perDay)])
}

const clear = statement('cap_clear', 'delete from assignment_cap where app_user = any($1::text[])')
const upsert = statement('cap_set', `
  insert into assignment_cap as c (app_user, per_day) select * from unnest($1::text[], $2::int4[])
  on conflict (app_user) do update set per_day = excluded.per_day, version = c.version + 1`)

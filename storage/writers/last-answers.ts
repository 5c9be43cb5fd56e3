import type { AccountId, PeerId, Position, UserId } from '../../protocol/ids.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'
import { columns } from './columns.ts'

export interface LastAnswerRow { account: AccountId; peer: PeerId; position: Position; user: UserId; number: number }

/** The newest `max` of them, and how many answers there were. */
export async function readLastAnswers(
  inside: Queries, { max }: { max: number },
): Promise<{ answers: LastAnswerRow[]; count: number }> {
  const { rows } = await inside.query<LastAnswerRow>(select, [max])
  return { answers: rows, count: rows[0]?.number ?? 0 }
}

/** Of those above a position. */
export async function readVoidSends(inside: Queries, { above }: { above: Position }): Promise<Position[]> {
  const { rows } = await inside.query<{ position: Position }>(selectVoid, [above])
  return rows.map(({ position }) => position)
}

export async function writeLastAnswers(inside: Queries, rows: readonly LastAnswerRow[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(upsert, columns(rows, (row) => row.account, (row) => row.peer, (row) => row.position,
    (row) => row.user, (row) => row.number))
}

/** Those that no feed can begin below any more go. */
export async function addVoidSends(
  inside: Queries, positions: readonly Position[], { keptAbove }: { keptAbove: Position },
): Promise<void> {
  if (positions.length === 0) return
  await inside.query(forget, [keptAbove])
  await inside.query(add, columns(positions, (position) => position))
}

const select = statement('last_answers', `
  select account, peer, position, app_user as "user", number from last_answer order by number desc limit $1`)
const selectVoid = statement('void_sends', 'select position from void_send where position > $1')

const upsert = statement('project_last_answers', `
  insert into last_answer (account, peer, position, app_user, number)
  select * from unnest($1::text[], $2::text[], $3::int8[], $4::text[], $5::int8[])
  on conflict (account, peer) do update set position = excluded.position, app_user = excluded.app_user,
    number = excluded.number`)
const add = statement('project_void_sends', 'insert into void_send (position) select * from unnest($1::int8[])')
const forget = statement('project_void_sends_forgotten', 'delete from void_send where position <= $1')

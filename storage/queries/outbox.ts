import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from '../writers/columns.ts'

/** A fact on its way into the journal: `event` is encoded as it goes there. */
export interface OutboxRow { number: number, event: Uint8Array }

/** The first of `count` numbers without gaps. Locks the projector's row until the end of the transaction. */
export async function takeOutboxNumbers(inside: Queries, count: number): Promise<number> {
  const { rows } = await inside.query<{ first: number }>(takeNumbers, [count])
  return (rows[0] as { first: number }).first
}

export async function insertOutbox(inside: Queries, rows: readonly OutboxRow[]): Promise<void> {
  await inside.query(insert, columns(rows, (row) => row.number, (row) => row.event))
}

/** Lowest first. */
export async function readOutbox(
  queries: Queries, { above, rowsMax }: { above: number, rowsMax: number },
): Promise<OutboxRow[]> {
  const { rows } = await queries.query<OutboxRow>(select, [above, rowsMax])
  return rows
}

/** They were read back from the journal. */
export async function deleteOutbox(inside: Queries, upTo: number): Promise<void> {
  await inside.query(remove, [upTo])
}

const takeNumbers = statement('take_outbox_numbers', `
  update projector set outbox_next = outbox_next + $1 returning outbox_next - $1 as first`)
const insert = statement('insert_outbox', `
  insert into outbox (number, event) select * from unnest($1::int8[], $2::bytea[])`)
const select = statement('outbox_above', `
  select number, event from outbox where number > $1 order by number limit $2`)
const remove = statement('delete_outbox', 'delete from outbox where number <= $1')

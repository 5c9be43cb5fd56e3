import { pack } from '../protocol/codec.ts'
import type { FieldSet, Fields } from '../protocol/fields.ts'
import type { Fact } from '../protocol/events/fact.ts'
import { type HubEvent, writeEvent } from '../protocol/events/index.ts'
import { outboxSource } from '../protocol/ids.ts'
import { type Queries, statement } from '../storage/pool.ts'

export interface OutboxEntry<Name extends string = string, S extends FieldSet = FieldSet> {
  fact: Fact<Name, S>
  value: Fields<S>
}

/**
 * Writes facts into the outbox inside the transaction that makes them true. Their numbers come from the projector's row, under its
 * lock, so they have no gaps; after the commit the holder of the lease appends them to the journal, lowest first.
 */
export async function recordInOutbox<Name extends string, S extends FieldSet>(
  inside: Queries, entries: readonly OutboxEntry<Name, S>[], nowMs: number,
): Promise<void> {
  if (entries.length === 0) return
  const { rows } = await inside.query<{ next: number }>(takeNumbers, [entries.length])
  const first = (rows[0]?.next ?? 1) - entries.length
  const events = entries.map(({ fact, value }, index) => {
    const stamp = { source: outboxSource, sequence: first + index, epoch: 0, atMs: nowMs }
    return pack(writeEvent(fact.of(stamp, value) as unknown as HubEvent))
  })
  await inside.query(insertEntries, [events.map((_, index) => first + index), events])
}

const takeNumbers = statement('outbox_take_numbers', `
  update projector set outbox_next = outbox_next + $1::int returning outbox_next as next`)
const insertEntries = statement('outbox_insert', `
  insert into outbox (number, event) select * from unnest($1::bigint[], $2::bytea[])`)

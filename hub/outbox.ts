import type { Fact } from '../protocol/events/fact.ts'
import type { HubEvent } from '../protocol/events/index.ts'
import type { FieldSet, Fields } from '../protocol/fields.ts'
import { outboxSource } from '../protocol/ids.ts'
import { insertOutbox, takeOutboxNumbers } from '../storage/queries/outbox.ts'
import type { Queries } from '../storage/pool.ts'
import { encodeEvent } from './journal/record.ts'

/** A fact that becomes true with the transaction it is recorded in. */
export interface OutboxEntry<Name extends string = string, S extends FieldSet = FieldSet> {
  fact: Fact<Name, S>
  value: Fields<S>
}

/**
 * Writes facts into the outbox inside a transaction; the projector appends them to the journal after the
 * commit. It locks the projector's row, so it comes last.
 */
export async function recordInOutbox<Name extends string, S extends FieldSet>(
  inside: Queries, entries: readonly OutboxEntry<Name, S>[], nowMs: number,
): Promise<void> {
  if (entries.length === 0) return
  const first = await takeOutboxNumbers(inside, entries.length)
  const rows = entries.map(({ fact, value }, index) => {
    const number = first + index
    const event = fact.of({ source: outboxSource, sequence: number, epoch: 0, atMs: nowMs }, value)
    return { number, event: encodeEvent(event as unknown as HubEvent).bytes }
  })
  await insertOutbox(inside, rows)
}

import { setImmediate as nextTurn } from 'node:timers/promises'
import { faultOf } from '../../storage/pool.ts'
import type { Transaction } from '../../storage/pool.ts'
import type { QuarantineRow } from '../../storage/writers/quarantine.ts'
import { readStaleConfigurations } from '../../storage/writers/device-configurations.ts'
import { takeIdentities } from '../../storage/writers/message-identities.ts'
import { insertMessages } from '../../storage/writers/messages.ts'
import { automate, beforeAutomation } from '../automation/automate.ts'
import { configureRequest } from '../commands/configure-request.ts'
import { answerAsks } from '../assignment/answer-asks.ts'
import type { FeedEvent } from '../feed/feed.ts'
import { hubLimits } from '../limits.ts'
import type { OutboxEntry } from '../outbox.ts'
import type { RuledMemory } from './memory.ts'
import { foldEvent } from './slice/fold-event.ts'
import { loadSlice } from './slice/load-slice.ts'
import { needsOf } from './slice/needs.ts'
import type { Slice } from './slice/slice.ts'
import { writeSlice } from './slice/write-slice.ts'

/** What applying some events left to be written. */
export interface Applied { outbox: OutboxEntry[]; quarantine: QuarantineRow[] }

/** The batch's transaction, and what needn't be read in it. */
export interface Into { inside: Transaction; memory: RuledMemory; onFolded: () => void }

/** Applies events to the rows, inside the batch's transaction. Any refusal fails the whole. */
export async function applyEvents(into: Into, events: readonly FeedEvent[]): Promise<Applied> {
  const applied: Applied = { outbox: [], quarantine: [] }
  for (let from = 0; from < events.length; from += hubLimits.projectorBatchEvents) {
    const part = events.slice(from, from + hubLimits.projectorBatchEvents)
    applied.outbox.push(...await applyPart(into, part))
  }
  return applied
}

/**
 * The same where the database refused something: halves, each between a savepoint and its release, until the
 * event that can't be stored is alone and goes into quarantine. The order stays.
 */
export async function applyWithCare(into: Into, events: readonly FeedEvent[]): Promise<Applied> {
  const { inside } = into
  if (events.length === 0) return { outbox: [], quarantine: [] }
  await inside.query('savepoint part')
  try {
    const outbox = await applyPart(into, events)
    await inside.query('release savepoint part')
    return { outbox, quarantine: [] }
  } catch (error) {
    const { code, reason } = faultOf(error)
    if (code !== 'refusedData') throw error
    await inside.query('rollback to savepoint part')
    await inside.query('release savepoint part')
    return events.length === 1 ? quarantined(events[0] as FeedEvent, reason) : applyHalves(into, events)
  }
}

async function applyHalves(into: Into, events: readonly FeedEvent[]): Promise<Applied> {
  const middle = events.length >> 1
  const first = await applyWithCare(into, events.slice(0, middle))
  const second = await applyWithCare(into, events.slice(middle))
  return {
    outbox: [...first.outbox, ...second.outbox], quarantine: [...first.quarantine, ...second.quarantine],
  }
}

function quarantined({ position, bytes, event }: FeedEvent, reason: string | null): Applied {
  return { outbox: [], quarantine: [{ position, event: bytes, reason: `${event.kind} ${reason ?? 'refused'}` }] }
}

async function applyPart({ inside, memory, onFolded }: Into, events: readonly FeedEvent[]): Promise<OutboxEntry[]> {
  const slice = await loadSlice(inside, needsOf(events), memory)
  await foldAndWriteAhead(inside, slice, { events, onFolded })
  const before = await beforeAutomation(inside, memory.automation, events)
  await writeSlice(inside, slice)
  await automate(inside, memory.automation, { ...before, slice })
  memory.conversations.wrote(slice.conversations.changed())
  memory.quiet = slice.quiet
  const assigned = await answerAsks(inside, { asks: slice.asks, memory: memory.assignment, at: lastOf(events) })
  memory.assignment = assigned.memory
  memory.words = slice.words
  memory.answers.adopt(slice.answers)
  const stale = await readStaleConfigurations(inside, [...slice.connected])
  const { journalMs: nowMs } = lastOf(events)
  const configures = stale.map((row) => configureRequest(row, { nowMs, user: null }))
  return [...slice.outbox, ...assigned.outbox, ...configures]
}

/**
 * The database stores what is certain while the rest is folded: ids, which were claimed when the slice was loaded, and
 * messages that no later event is likely to change. One that does is an update then.
 */
async function foldAndWriteAhead(
  inside: Transaction, slice: Slice, { events, onFolded }: { events: readonly FeedEvent[] } & Pick<Into, 'onFolded'>,
): Promise<void> {
  const writes: Promise<void>[] = []
  const begin = (write: Promise<void>): void => {
    // It is waited for below; until then a refusal is nobody's yet.
    write.catch(() => undefined)
    writes.push(write)
  }
  begin(takeIdentities(inside, slice.claimed))
  for (let from = 0; from < events.length; from += foldedAtOnce) {
    for (const event of events.slice(from, from + foldedAtOnce)) foldEvent(slice, event)
    begin(insertMessages(inside, slice.takeSettled()))
    // The loop carries what the database answers and is sent next.
    await nextTurn()
  }
  onFolded()
  await Promise.all(writes)
}

/** Decided in the events' own time. */
function lastOf(events: readonly FeedEvent[]): Pick<FeedEvent, 'position' | 'journalMs'> {
  return events.at(-1) ?? { position: 0, journalMs: 0 }
}

const foldedAtOnce = 1_000

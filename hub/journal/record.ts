import { pack, unpack } from '../../protocol/codec.ts'
import { type HubEvent, type UnknownEvent, readEvent, writeEvent } from '../../protocol/events/index.ts'
import type { FieldFault } from '../../protocol/message.ts'
import { RecordWriter, writeHead } from './record-writer.ts'

/** An event and its bytes: encoded once, for the journal and for every console. */
export interface Encoded {
  event: HubEvent
  bytes: Uint8Array
}

/**
 * One JetStream message: `[number, timeMs, [bin, bin, …]]`. The run is the subject. Each bin is one event's
 * array.
 */
export interface JournalRecord {
  /** Counts the records of one run, from 1. */
  number: number
  timeMs: number
  events: (Encoded | Unreadable)[]
}

/** An event this hub can't read keeps its place. */
export interface Unreadable {
  event: null
  bytes: Uint8Array
  fault: FieldFault | UnknownEvent
}

export function encodeEvent(event: HubEvent): Encoded {
  return { event, bytes: pack(writeEvent(event)) }
}

export function packRecord(
  { number, timeMs, events }: { number: number; timeMs: number; events: readonly Encoded[] },
): Uint8Array {
  const writer = new RecordWriter()
  for (const { event, bytes } of events) writer.add(event, bytes)
  const { payload } = writer.close()
  writeHead(payload, { number, timeMs, count: events.length })
  return payload
}

/**
 * Throws on what isn't a record: the journal is damaged or foreign, and nobody may read on. `data` belongs to
 * the result.
 */
export function unpackRecord(data: Uint8Array): JournalRecord {
  const value = unpack(data) as [number, number, Uint8Array[]]
  if (!Array.isArray(value)) throw new Error('not a journal record')
  const [number, timeMs, events] = value
  if (typeof number !== 'number' || typeof timeMs !== 'number' || !Array.isArray(events)) {
    throw new Error('not a journal record')
  }
  return { number, timeMs, events: events.map(readEncoded) }
}

function readEncoded(bytes: Uint8Array): Encoded | Unreadable {
  const event = readEvent(unpack(bytes) as unknown[])
  if ('kind' in event && event.kind !== 'unknownFact') return { event, bytes }
  return { event: null, bytes, fault: event }
}

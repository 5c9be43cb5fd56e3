import { family } from '../message.ts'
import type { FieldSet } from '../fields.ts'
import type { SourceId } from '../ids.ts'
import { customerFacts } from './customer.ts'
import { type EventOf, type Fact, type FieldFault, stampLength } from './fact.ts'
import { hubFacts } from './hub.ts'
import { outboxFacts } from './outbox.ts'
import { phoneFacts, uplinkRefused } from './phone.ts'
import { seatFacts, seatRefused } from './seat.ts'

/** Every fact there is, by code. */
export const facts = family(
  ...phoneFacts, uplinkRefused, ...seatFacts, seatRefused, ...hubFacts, ...outboxFacts, ...customerFacts,
)

type AllFacts = (typeof facts)['shapes'][number]
/** Any event of the journal, told apart by `kind`. */
export type HubEvent = AllFacts extends infer F ? EventOf<F> : never
export type EventKind = HubEvent['kind']
export type EventNamed<Kind extends EventKind> = Extract<HubEvent, { kind: Kind }>
/** An event and its place in the total order. `journalMs` never falls along the positions. */
export interface Placed<E = HubEvent> {
  position: number
  journalMs: number
  event: E
}

const byName = new Map<string, Fact<string, FieldSet>>(
  facts.shapes.map((one) => [one.name, one as unknown as Fact<string, FieldSet>]),
)

/** `[code, source, sequence, epoch, atMs, ...fields]`. */
export function writeEvent(event: HubEvent): unknown[] {
  const definition = byName.get(event.kind) as Fact<string, FieldSet>
  const values: unknown[] = [definition.code, event.source, event.sequence, event.epoch, event.atMs]
  for (const key of definition.names) values.push((event as unknown as Record<string, unknown>)[key])
  return values
}

/** An event of a newer hub may be unknown here: its stamp is read, its content is not. */
export interface UnknownEvent {
  kind: 'unknownFact'
  code: number
  source: SourceId
  sequence: number
  epoch: number
  atMs: number
}

/**
 * Reads what `writeEvent` wrote. `fault` names what doesn't fit: only a damaged or foreign record has one.
 */
export function readEvent(values: readonly unknown[]): HubEvent | UnknownEvent | FieldFault {
  const [code, source, sequence, epoch, atMs] = values as [number, SourceId, number, number, number]
  if (typeof source !== 'string' || typeof sequence !== 'number' || typeof epoch !== 'number') {
    return { field: 'stamp', reason: 'not [code, source, sequence, epoch, atMs]' }
  }
  const stamp = { source, sequence, epoch, atMs }
  const definition = facts.byCode.get(code)
  if (definition === undefined) return { kind: 'unknownFact', code, ...stamp }
  const fault = definition.check(values, stampLength)
  if (fault !== null) return fault
  return Object.assign(definition.read(values, stampLength), stamp) as unknown as HubEvent
}

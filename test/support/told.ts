import { type EventKind, readEvent } from '../../protocol/events/index.ts'
import type { Company } from './seat.ts'

/** A watched event of this kind. */
export function isTheir(kind: EventKind): (told: Extract<Company, { kind: 'watched' }>) => boolean {
  return ({ event: values }) => {
    const event = readEvent(values)
    return 'kind' in event && event.kind === kind
  }
}

import type { NatsLink } from './nats/nats-link.ts'
import type { Road } from './road.ts'

/**
 * Connected phones and agents go on without the database, so it doesn't count here; without NATS nothing can
 * be acked.
 */
export function readiness(
  { state, link, road }: { state: { ready: boolean }; link: NatsLink; road: Road },
): { ready: boolean; reason: string } {
  if (!state.ready) return { ready: false, reason: 'starting or stopping' }
  if (!link.up) return { ready: false, reason: 'NATS is away' }
  if (road.journal.full) return { ready: false, reason: 'the journal is full' }
  return { ready: true, reason: 'ok' }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { faultOf } from '../storage/pool.ts'

/**
 * Does work that needs the database or NATS, again while they are away: a hub that starts waits for them. Other faults
 * are thrown.
 */
export async function whenDatabaseIsThere<T>(
  work: () => Promise<T>, { progress }: { progress: (step: string) => void },
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error)) throw error
    }
    if (tries % triesPerNote === 0) progress('the database or NATS is away: waiting for it (DATABASE_URL and NATS_URL say where)')
    await sleep(retryMs)
  }
}

/** Parts wrap what their start has thrown: the first cause says what it was. */
function isPassing(error: unknown): boolean {
  if (faultOf(error).code === 'databaseAway') return true
  if (!(error instanceof Error)) return false
  return natsAway.has(error.name) || isPassing(error.cause)
}

/** What the client of NATS throws while a server is away or elects a leader. */
const natsAway = new Set(['TimeoutError', 'NoRespondersError', 'ConnectionError', 'ClosedConnectionError', 'RequestError'])
const retryMs = 500
/** Twice a minute. */
const triesPerNote = 60

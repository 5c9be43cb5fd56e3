import { setTimeout as sleep } from 'node:timers/promises'
import { faultOf } from '../storage/pool.ts'

/**
 * Does work that needs the database or NATS, again while they are away: a hub that starts waits for them.
 * Other faults are thrown.
 */
export async function whenDatabaseIsThere<T>(
  work: () => Promise<T>, { progress }: { progress: (step: string) => void },
): Promise<T> {
  for (let tries = 0; ; tries++) {
    let away = 'NATS is away (NATS_URL says where)'
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error)) throw error
      if (isDatabaseAway(error)) away = 'the database is away (DATABASE_URL says where)'
    }
    if (tries % triesPerNote === 0) progress(`${away}: waiting for it`)
    await sleep(retryMs)
  }
}

/** Parts wrap what their start has thrown: the first cause says what it was. */
function isPassing(error: unknown): boolean {
  if (isDatabaseAway(error)) return true
  if (!(error instanceof Error)) return false
  const { name, code } = error as Error & { code?: number }
  return natsAway.has(name) || (code !== undefined && clusterForms.has(code)) || isPassing(error.cause)
}

function isDatabaseAway(error: unknown): boolean {
  return faultOf(error).code === 'databaseAway' || (error instanceof Error && isDatabaseAway(error.cause))
}

/** What the client of NATS throws while a server is away or elects a leader. */
const natsAway = new Set([
  'TimeoutError', 'NoRespondersError', 'ConnectionError', 'ClosedConnectionError', 'RequestError',
  'JetStreamNotEnabled',
])
/** JetStream's err_code: no suitable peers, not available, without a leader. */
const clusterForms = new Set([10_005, 10_008, 10_009])
const retryMs = 500
/** Twice a minute. */
const triesPerNote = 60

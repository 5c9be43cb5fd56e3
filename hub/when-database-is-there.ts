import { setTimeout as sleep } from 'node:timers/promises'
import { faultOf } from '../storage/pool.ts'

/** Does work that needs the database, again while it is away: a hub that starts waits for it. Other faults are thrown. */
export async function whenDatabaseIsThere<T>(
  work: () => Promise<T>, { progress }: { progress: (step: string) => void },
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (faultOf(error).code !== 'databaseAway') throw error
    }
    if (tries % triesPerNote === 0) progress('the database is away: waiting for it (DATABASE_URL says where)')
    await sleep(retryMs)
  }
}

const retryMs = 500
/** Twice a minute. */
const triesPerNote = 60

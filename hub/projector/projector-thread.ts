import { parentPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { newPool } from '../../storage/pool.ts'
import { openJournalStream } from '../nats/journal-stream.ts'
import { connectNats } from '../nats/nats-link.ts'
import type { ProjectorNews } from './news.ts'
import { Projector } from './projector.ts'
import type { ProjectorSettings } from './start-projector.ts'

/** The largest batch on a machine that does much else takes some seconds. */
const answerWithinMs = 60_000

/**
 * The projector's own thread: its own connections, so that sockets never wait for SQL. A number says how busy the
 * hub's loop is, anything else means stop.
 */
async function main(port: MessagePort, settings: ProjectorSettings): Promise<void> {
  const { natsUrl, databaseUrl, streamSettings, run, acceptNewJournal, tuning } = settings
  const link = await connectNats({ url: natsUrl, name: `${run}-projector` })
  // Two: the lease is renewed while a batch is being written.
  const pool = newPool({ url: databaseUrl, max: 2, answerWithinMs, onError: () => undefined })
  let roadBusy = 0
  const projector = new Projector({
    roadBusy: () => roadBusy,
    link, pool, holder: run, acceptNewJournal, tuning, nowMs: Date.now,
    openStream: () => openJournalStream(link, streamSettings),
    onNews: (news: ProjectorNews) => port.postMessage(news),
  })
  projector.start()
  port.on('message', (message: unknown) => {
    if (typeof message === 'number') {
      roadBusy = message
      return
    }
    const end = async (): Promise<void> => {
      await projector.stop()
      await pool.end()
      await link.close()
    }
    void end().finally(() => port.close())
  })
}

await main(parentPort as MessagePort, workerData as ProjectorSettings)

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, startDatabase } from '../../hub/embedded/database.ts'
import { type NatsServer, findNatsServer, startNatsServer } from '../../hub/embedded/nats-server.ts'
import { openJournalStream } from '../../hub/nats/journal-stream.ts'
import { type NatsLink, connectNats } from '../../hub/nats/nats-link.ts'
import { startProjector } from '../../hub/projector/start-projector.ts'
import type { Position, RunId } from '../../protocol/ids.ts'
import { type Pool, newPool } from '../../storage/pool.ts'
import { repositoryRoot } from '../../storage/repository-root.ts'
import { newCredentials } from '../load/credentials.ts'
import { bareBatches, insertBare } from './bare-insert.ts'
import { costBetween, readCost } from './process-cost.ts'
import { Talk } from './talk.ts'

export interface ProjectorOptions {
  /** A seeded HUB_DATA; it is copied, not changed. */
  template: string
  secret: string
  phones: number
  peersPerPhone: number
  messages: number
}

/** One way of writing the same messages into the same database. */
export interface Written { rowsPerSecond: number; ownUs: number; databaseUs: number }

export interface ProjectorMeasured {
  projector: Written
  /** Nothing but the messages. */
  messages: Written
  /** All the rows that the projector writes for them: messages, their ids, their conversations. */
  rows: Written
}

/** The journal into storage, against batched inserts of the same rows into the same database. */
export async function measureProjector(options: ProjectorOptions): Promise<ProjectorMeasured> {
  const ground = await prepare(options)
  try {
    const { talk, pool } = ground
    await talk.open()
    await talk.say(warmUpMessages, { perRecord })
    await project(ground, warmUpMessages)
    const events = await talk.say(options.messages, { perRecord })
    const batches = bareBatches(events)
    const bare = (what: 'messages' | 'rows') => timed(ground.database, {
      messages: events.length, work: () => insertBare(pool, batches, what),
    })
    await pool.query('truncate message')
    const messages = await bare('messages')
    await pool.query('truncate message')
    const projector = await project(ground, events.length)
    const { rows: [counted] } = await pool.query<{ stored: number }>('select count(*) as stored from message')
    if (counted?.stored !== events.length) throw new Error(`${counted?.stored} of ${events.length} messages are stored`)
    await pool.query('truncate message, message_identity')
    return { projector, messages, rows: await bare('rows') }
  } finally {
    await ground.stop()
  }
}

interface Ground {
  nats: NatsServer
  database: Database
  link: NatsLink
  pool: Pool
  talk: Talk
  stop(): Promise<void>
}

async function prepare({ template, secret, phones, peersPerPhone }: ProjectorOptions): Promise<Ground> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ark-bench-projector-'))
  await cp(template, dataDir, { recursive: true })
  const found = await findNatsServer({
    cacheDir: join(repositoryRoot(), '.cache/nats'), env: process.env, progress: () => undefined,
  })
  if (!found.found) throw new Error(found.message)
  const nats = await startNatsServer({ binary: found.binary, dataDir: join(dataDir, 'nats') })
  const database = await startDatabase({ dataDir: join(dataDir, 'database') })
  const link = await connectNats({ url: nats.url, name: 'bench' })
  const stream = await openJournalStream(link, streamSettings)
  const pool = newPool({ url: database.url, max: 1, onError: () => undefined })
  const talk = new Talk({ link, stream, credentials: newCredentials(secret), phones, peersPerPhone })
  return {
    nats, database, link, pool, talk,
    async stop() {
      talk.stop()
      await pool.end()
      await link.close()
      await Promise.all([nats.stop(), database.stop()])
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Until storage has everything that was said. */
async function project({ nats, database, talk }: Ground, messages: number): Promise<Written> {
  let begin: () => void
  let arrive: () => void
  const begun = new Promise<void>((resolve) => { begin = resolve })
  const arrived = new Promise<void>((resolve) => { arrive = resolve })
  const projector = startProjector({
    natsUrl: nats.url, databaseUrl: database.url, streamSettings, run: 'bench' as RunId,
    onNews: (news) => {
      if (news.kind === 'projector:leased') begin()
      if (news.kind !== 'projector:committed') return
      if (news.position >= (talk.position satisfies Position)) arrive()
    },
  })
  try {
    await begun
    return await timed(database, { messages, work: () => arrived })
  } finally {
    await projector.stop()
  }
}

/** CPU of this process, in which the projector's thread is, and of the database's. */
async function timed(
  database: Database, { messages, work }: { messages: number; work: () => Promise<void> },
): Promise<Written> {
  const before = { own: readCost(process.pid), database: readCost(database.pid), ms: performance.now() }
  await work()
  const seconds = (performance.now() - before.ms) / 1000
  return {
    rowsPerSecond: messages / seconds,
    ownUs: costBetween(before.own, readCost(process.pid)).cpuUs / messages,
    databaseUs: costBetween(before.database, readCost(database.pid)).cpuUs / messages,
  }
}

const streamSettings = { bytesMax: 2 ** 30, replicas: 1 }
/** As in the records of a busy hub. */
const perRecord = 400
const warmUpMessages = 10_000

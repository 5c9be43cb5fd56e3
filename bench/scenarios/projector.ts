import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, startDatabase } from '../../hub/embedded/database.ts'
import { type NatsServer, findNatsServer, startNatsServer } from '../../hub/embedded/nats-server.ts'
import { openJournalStream } from '../../hub/nats/journal-stream.ts'
import { type NatsLink, connectNats } from '../../hub/nats/nats-link.ts'
import { startProjector } from '../../hub/projector/start-projector.ts'
import { type ChatMessage, receivedMessage } from '../../protocol/chat-message.ts'
import type { EventNamed } from '../../protocol/events/index.ts'
import { type Position, type RunId, positionOf } from '../../protocol/ids.ts'
import { type Pool, newPool, statement } from '../../storage/pool.ts'
import { repositoryRoot } from '../../storage/repository-root.ts'
import { columns } from '../../storage/writers/columns.ts'
import { newCredentials } from '../load/credentials.ts'
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

export interface ProjectorMeasured { bare: Written; projector: Written }

/**
 * The journal into storage, against a batched insert of nothing but the same rows of messages into the same
 * database: what identities, conversations, sources, positions and decoding cost.
 */
export async function measureProjector(options: ProjectorOptions): Promise<ProjectorMeasured> {
  const ground = await prepare(options)
  try {
    const { talk, pool } = ground
    await talk.open()
    await talk.say(warmUpMessages, { perRecord })
    await project(ground)
    const events = await talk.say(options.messages, { perRecord })
    await pool.query('truncate message')
    const bare = await insertBare(ground, events)
    await pool.query('truncate message')
    const projector = await project(ground)
    const { rows } = await pool.query<{ stored: number }>('select count(*) as stored from message')
    if (rows[0]?.stored !== events.length) throw new Error(`${rows[0]?.stored} of ${events.length} messages are stored`)
    return { bare, projector: { ...projector, rowsPerSecond: events.length / projector.seconds } }
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

async function insertBare(
  { pool, database }: Ground, events: readonly EventNamed<'messageReceived'>[],
): Promise<Written> {
  const journalMs = Date.now()
  const rows = events.map((event, index) => receivedMessage({ position: positionOf(1, index), journalMs, event }))
  const { seconds, ownUs, databaseUs } = await timed(database, async () => {
    for (let from = 0; from < rows.length; from += bareBatchRows) {
      const batch = rows.slice(from, from + bareBatchRows)
      await pool.transaction((inside) => inside.query(insertBatch, messageColumns(batch)))
    }
  })
  return { rowsPerSecond: rows.length / seconds, ownUs: ownUs / rows.length, databaseUs: databaseUs / rows.length }
}

function messageColumns(rows: readonly ChatMessage[]): unknown[] {
  return columns(rows,
    (m) => m.journalMs, (m) => m.position, (m) => m.account, (m) => m.peer, (m) => m.direction, (m) => m.sender,
    (m) => m.user, (m) => m.type, (m) => m.text, (m) => m.media, (m) => m.thumbnail, (m) => m.body,
    (m) => m.sentAtMs, (m) => m.msgSvrId, (m) => m.task, (m) => m.state, (m) => m.faultCode, (m) => m.faultReason,
    (m) => m.progress, (m) => m.changedAt)
}

/** Until storage has everything that was said. */
async function project(
  { nats, database, talk }: Ground,
): Promise<{ seconds: number } & Omit<Written, 'rowsPerSecond'>> {
  let events = 0
  let begin: () => void
  let arrive: () => void
  const begun = new Promise<void>((resolve) => { begin = resolve })
  const arrived = new Promise<void>((resolve) => { arrive = resolve })
  const projector = startProjector({
    natsUrl: nats.url, databaseUrl: database.url, streamSettings, run: 'bench' as RunId,
    onNews: (news) => {
      if (news.kind === 'projector:leased') begin()
      if (news.kind !== 'projector:committed') return
      events += news.events
      if (news.position >= (talk.position satisfies Position)) arrive()
    },
  })
  try {
    await begun
    const { seconds, ownUs, databaseUs } = await timed(database, () => arrived)
    return { seconds, ownUs: ownUs / events, databaseUs: databaseUs / events }
  } finally {
    await projector.stop()
  }
}

/** CPU of this process, in which the projector's thread is, and of the database's. */
async function timed(database: Database, work: () => Promise<void>) {
  const before = { own: readCost(process.pid), database: readCost(database.pid), ms: performance.now() }
  await work()
  const seconds = (performance.now() - before.ms) / 1000
  return {
    seconds, ownUs: costBetween(before.own, readCost(process.pid)).cpuUs,
    databaseUs: costBetween(before.database, readCost(database.pid)).cpuUs,
  }
}

const insertBatch = statement('bench_messages', `
  insert into message (at, position, account, peer, direction, sender, app_user, type, text, media, thumbnail, body,
    sent_ms, msg_svr_id, task, state, fault_code, fault_reason, progress, changed_at)
  select to_timestamp(ms / 1000), position, account, peer, direction, sender, app_user, type, text, media, thumbnail,
    body, sent_ms, msg_svr_id, task, state, fault_code, fault_reason, progress, changed_at
  from unnest($1::float8[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::text[], $11::text[], $12::bytea[], $13::int8[], $14::text[], $15::text[], $16::text[],
    $17::text[], $18::text[], $19::text[], $20::int8[]) as n (ms, position, account, peer, direction, sender,
    app_user, type, text, media, thumbnail, body, sent_ms, msg_svr_id, task, state, fault_code, fault_reason,
    progress, changed_at)`)
const streamSettings = { bytesMax: 2 ** 30, replicas: 1 }
/** As in the records of a busy hub. */
const perRecord = 400
const bareBatchRows = 2_000
const warmUpMessages = 10_000

import type { Position } from '../../../../protocol/ids.ts'
import type { ProjectorNews } from '../../../../hub/projector/news.ts'
import { Projector, type ProjectorTuning } from '../../../../hub/projector/projector.ts'
import { openJournalStream } from '../../../../hub/nats/journal-stream.ts'
import { connectNats } from '../../../../hub/nats/nats-link.ts'
import { type Pool, newPool } from '../../../../storage/pool.ts'
import { type TestDatabase, type TestNats, startTestDatabase, startTestNats } from '../../../support/servers.ts'
import { Cast } from './cast.ts'

/** A projector in this process on real servers, and what it told. */
export interface TestProjector extends AsyncDisposable {
  readonly news: ProjectorNews[]
  /** Resolves when storage has this position. */
  reached(position: Position): Promise<void>
  hears<Kind extends ProjectorNews['kind']>(kind: Kind): Promise<Extract<ProjectorNews, { kind: Kind }>>
  stop(): Promise<void>
}

export interface Rig extends AsyncDisposable {
  readonly nats: TestNats
  readonly database: TestDatabase
  readonly pool: Pool
  cast(run: string): Promise<Cast>
  projector(holder?: string, options?: TestProjectorOptions): Promise<TestProjector>
  /** Asks until an answer holds: for what another thread or server brings about. */
  row(sql: string, holds?: (row: Row) => boolean): Promise<Row>
}

type Row = Record<string, unknown> | undefined

export interface TestProjectorOptions {
  /** Absent: the rig's own. */
  nats?: TestNats
  database?: TestDatabase
  tuning?: Partial<ProjectorTuning>
  acceptNewJournal?: string
}

/** NATS and a database with one department, user `u1` and devices `d1` and `d2`. */
export async function startRig(): Promise<Rig> {
  const [nats, database] = await Promise.all([startTestNats(), startTestDatabase()])
  const pool = newPool({ url: database.url, max: 2, onError: () => undefined })
  await addDevices(pool, ['d1', 'd2'])
  const opened: AsyncDisposable[] = []
  return {
    nats, database, pool,
    async cast(run) {
      const one = await Cast.open(nats.url, run)
      opened.push(one)
      return one
    },
    async projector(holder = 'p1', options = {}) {
      const one = await startTestProjector({ nats, database, holder, ...options })
      opened.push(one)
      return one
    },
    async row(sql, holds = () => true) {
      for (;;) {
        const row = (await pool.query(sql)).rows[0]
        if (holds(row)) return row
        await new Promise((resolve) => { setTimeout(resolve, 20) })
      }
    },
    async [Symbol.asyncDispose]() {
      for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
      await pool.end()
      await Promise.all([nats[Symbol.asyncDispose](), database[Symbol.asyncDispose]()])
    },
  }
}

export async function addDevices(pool: Pool, ids: readonly string[]): Promise<void> {
  await pool.query(`insert into department (name) select 'company' where not exists (select from department)`)
  await pool.query(`
    insert into app_user (id, login_name, password, real_name, department)
    select 'u1', 'u1', '', 'u1', min(id) from department on conflict do nothing`)
  await pool.query(`
    insert into device (id, key_hash, keeper) select id, '', 'u1' from unnest($1::text[]) as n (id)`, [ids])
}

type Starting = TestProjectorOptions & { nats: TestNats, database: TestDatabase, holder: string }

async function startTestProjector(
  { nats, database, holder, tuning = {}, acceptNewJournal = '' }: Starting,
): Promise<TestProjector> {
  const link = await connectNats({ url: nats.url, name: holder })
  const pool = newPool({ url: database.url, max: 2, onError: () => undefined })
  const news: ProjectorNews[] = []
  const listeners = new Set<() => void>()
  const projector = new Projector({
    link, pool, holder, acceptNewJournal, nowMs: Date.now, tuning: { leaseMs: 1_500, outboxPollMs: 50, ...tuning },
    openStream: () => openJournalStream(link, { bytesMax: 256 * 2 ** 20, replicas: 1 }),
    onNews: (one) => {
      news.push(one)
      for (const listener of listeners) listener()
    },
  })
  projector.start()
  const until = async (holds: () => boolean): Promise<void> => {
    if (holds()) return
    await new Promise<void>((resolve) => {
      const listener = (): void => {
        if (!holds()) return
        listeners.delete(listener)
        resolve()
      }
      listeners.add(listener)
    })
  }
  let stopped: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    await projector.stop()
    await pool.end()
    await link.close()
  }
  return {
    news,
    reached: (position) => until(() => news.some((one) => {
      return one.kind === 'projector:committed' && one.position >= position
    })),
    async hears(kind) {
      await until(() => news.some((one) => one.kind === kind))
      return news.find((one) => one.kind === kind) as Extract<ProjectorNews, { kind: typeof kind }>
    },
    stop() {
      stopped ??= stop()
      return stopped
    },
    [Symbol.asyncDispose]() {
      stopped ??= stop()
      return stopped
    },
  }
}

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { App, us_listen_socket_close, us_socket_local_port } from 'uWebSockets.js'
import type { us_listen_socket } from 'uWebSockets.js'
import type { HubEvent } from '../../../protocol/events/index.ts'
import type { OutputOf } from '../../../protocol/operation.ts'
import type { operations, OperationName } from '../../../protocol/operations/index.ts'
import { type UserId, outboxSource } from '../../../protocol/ids.ts'
import { loadDirectory } from '../../../hub/directory/load-directory.ts'
import type { LoadedDirectory } from '../../../hub/directory/load-directory.ts'
import type { ConsoleFiles } from '../../../hub/http/console-files.ts'
import type { HttpEvent } from '../../../hub/http/http-parts.ts'
import type { MediaParts } from '../../../hub/http/media-parts.ts'
import { routeHttp } from '../../../hub/http/route-http.ts'
import type { OutboxEntry, RecordInOutbox } from '../../../hub/operations/context.ts'
import { newProjected } from '../../../hub/operations/projected.ts'
import { VoiceConverter } from '../../../hub/media/voice-converter.ts'
import { MediaStore } from '../../../hub/media/media-store.ts'
import { Uploads } from '../../../hub/media/uploads.ts'
import { readMedia } from '../../../storage/queries/media.ts'
import { startJobs } from '../../../hub/jobs/start-jobs.ts'
import type { Hint } from '../../../hub/live/hints-of.ts'
import { LiveHints } from '../../../hub/live/live-hints.ts'
import { newThrottles } from '../../../hub/operations/throttles.ts'
import { newPool } from '../../../storage/pool.ts'
import type { Pool } from '../../../storage/pool.ts'
import { startTestDatabase } from '../../support/servers.ts'
import type { TestDatabase } from '../../support/servers.ts'

interface Answer<Name extends OperationName> {
  status: number
  headers: Headers
  body: OutputOf<(typeof operations)[Name]> & Fault
}
interface Fault { code?: string, reason?: string, faults?: { field: string, reason: string }[] }

export interface CallOptions { cookie?: string, headers?: Record<string, string> }

/** HTTP and operations on a real socket and a real database; the journal is played by hand. */
export interface HttpHub extends AsyncDisposable {
  url: string
  port: number
  pool: Pool
  database: TestDatabase
  directory: LoadedDirectory['directory']
  lookUps: LoadedDirectory['lookUps']
  events: HttpEvent[]
  /** What operations put into the outbox; `deliver` plays the journal. */
  outbox: OutboxEntry[]
  deliver(): void
  /** An event of the journal, next in order. */
  happen(kind: string, event: object): number
  clock: { nowMs: number }
  /** What the hub's voice was told. */
  said: { fact: string, value: object }[]
  mediaFolder: string
  mediaStore: MediaStore
  /** Who, as it happens, told every phone to send every medium. */
  senders: UserId[]
  /** Of jobs. */
  bugs: unknown[]
  hints: LiveHints
  call<Name extends OperationName>(name: Name, input: unknown, options?: CallOptions): Promise<Answer<Name>>
}

export async function startHttpHub(options: { consoleFiles?: ConsoleFiles } = {}): Promise<HttpHub> {
  const database = await startTestDatabase()
  const pool = newPool({ url: database.url, onError: () => undefined })
  const loaded = await loadDirectory({ pool, onBug: (error) => { throw error } })
  const { directory, lookUps } = loaded
  const clock = { nowMs: Date.now() }
  const events: HttpEvent[] = []
  const outbox: OutboxEntry[] = []
  const projected = newProjected({ pool, nowMs: () => performance.now() })
  const [said, senders]: [HttpHub['said'], UserId[]] = [[], []]
  const bugs: unknown[] = []
  const mediaFolder = join(database.dataDir, 'media')
  const app = App()
  const mediaStore = new MediaStore({ folder: mediaFolder, readRow: (media) => readMedia(pool, media) })
  const hints = new LiveHints()
  directory.onChanged((change) => hints.onDirectoryChange(change))
  const hint = (one: Hint): void => hints.tell(one)
  const voices = new VoiceConverter(mediaStore)
  const jobs = startJobs({
    pool, directory, recordInOutbox: recorder(outbox), wakeOutbox: () => undefined, hint, holder: 'test-run',
    nowMs: () => clock.nowMs, databaseUrl: database.url, mediaDir: mediaFolder,
    pathOf: (media) => mediaStore.pathOf(media),
    onProgress: ({ id }) => hint({ topic: 'jobs', id }), onBug: (error) => { bugs.push(error) },
  })
  const parts: MediaParts = {
    pool, directory, lookUps, projected,
    mediaStore, voices, sendersOf: () => senders, hints, hint, jobs, pathOfExport: (job) => jobs.folder.pathOf(job),
    uploads: new Uploads(),
    voice: {
      say: (fact, value) => {
        said.push({ fact: fact.name, value })
        return Promise.resolve(1)
      },
    },
    throttles: newThrottles(),
    recordInOutbox: recorder(outbox),
    wakeOutbox: () => undefined,
    nowMs: () => clock.nowMs,
    note: (event: HttpEvent) => { events.push(event) },
    config: { secureCookies: false, trustForwarded: true, allowedOrigins: [] },
    ready: () => ({ ready: true, reason: '' }),
    metrics: () => Promise.resolve({ contentType: 'text/plain', text: 'up 1\n' }),
    consoleFiles: options.consoleFiles ?? new Map(),
  }
  routeHttp(app, parts)
  const socket = await new Promise<us_listen_socket>((resolve, reject) => {
    app.listen('127.0.0.1', 0, (token) => { if (token === false) reject(new Error('no port')); else resolve(token) })
  })
  const port = us_socket_local_port(socket)
  const url = `http://127.0.0.1:${port}`
  return {
    url, port, pool, database, directory, lookUps, events, outbox, clock, said, mediaFolder, bugs, hints,
    mediaStore, senders,
    deliver: () => deliver(directory, outbox),
    happen: (kind, event) => happen(directory, { kind, ...event }),
    call: (name, input, options) => call({ url, name, input, ...options }),
    async [Symbol.asyncDispose]() {
      us_listen_socket_close(socket)
      hints.closeAll()
      app.close()
      await voices.stop()
      await jobs.stop()
      projected.stop()
      await loaded.stop()
      await pool.end()
      await database[Symbol.asyncDispose]()
      await sleep(0)
    },
  }
}

function recorder(outbox: OutboxEntry[]): RecordInOutbox {
  return (_inside, entries) => {
    outbox.push(...entries as unknown as OutboxEntry[])
    return Promise.resolve()
  }
}

/** Every entry of the outbox becomes an event. */
function deliver(directory: HttpHub['directory'], outbox: OutboxEntry[]): void {
  for (const { fact, value } of outbox.splice(0)) {
    happen(directory, { kind: fact.name, source: outboxSource, ...value })
  }
}

let position = 2 ** 40
function happen(directory: HttpHub['directory'], event: object): number {
  position += 1
  const whole = { sequence: position, epoch: 0, atMs: 0, ...event }
  directory.apply({ position, journalMs: 0, event: whole as unknown as HubEvent })
  return position
}

async function call<Name extends OperationName>(
  { url, name, input, cookie, headers = {} }: CallOptions & { url: string, name: Name, input: unknown },
): Promise<Answer<Name>> {
  const response = await fetch(`${url}/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie === undefined ? {} : { cookie }), ...headers },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  })
  return { status: response.status, headers: response.headers, body: await response.json() as Answer<Name>['body'] }
}

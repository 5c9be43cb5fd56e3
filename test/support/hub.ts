import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { repositoryRoot } from '../../storage/repository-root.ts'
import { type TestDatabase, type TestNats, freePort, startTestDatabase, startTestNats, testFolder } from './servers.ts'

/** A real hub in a process of its own, on a real NATS and a real database that outlive it. */
export interface TestHub extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** The administrator's session cookie. */
  signIn(): Promise<string>
  call(operation: string, input: object, cookie?: string): Promise<{ status: number; body: unknown }>
  enrolmentToken(): Promise<string>
  kill(signal?: NodeJS.Signals): Promise<void>
  stop(): Promise<void>
  restart(): Promise<void>
  /** What it has logged, newest last; a failing test shows it. */
  readonly log: readonly string[]
  readonly exited: boolean
  /** Of the process that ended last; null if a signal ended it. */
  readonly exitCode: number | null
}

export interface TestHubOptions {
  nats: TestNats | { url: string }
  database: TestDatabase | { url: string }
  port?: number
  mediaDir?: string
  env?: Record<string, string>
  /** Told by the first hub of an installation. */
  password?: string
}

export interface TestInstallation extends TestHub {
  readonly nats: TestNats
  readonly database: TestDatabase
  readonly password: string
  /** Another hub on the same NATS, database and media. */
  second(env?: Record<string, string>): Promise<TestHub>
}

/** NATS, database and one hub: the usual ground of a live test. */
export async function startHub(env: Record<string, string> = {}): Promise<TestInstallation> {
  const [nats, database, mediaDir] = await Promise.all([startTestNats(), startTestDatabase(), testFolder()])
  const hub = await runHub({ nats, database, mediaDir, env })
  const others: TestHub[] = []
  // Taken before it is replaced by the whole installation's.
  const disposeHub = hub[Symbol.asyncDispose]
  return Object.assign(hub, {
    nats, database,
    async second(more: Record<string, string> = {}) {
      const other = await runHub({ nats, database, mediaDir, env: { ...env, ...more }, password: hub.password })
      others.push(other)
      return other
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([disposeHub(), ...others.map((one) => one[Symbol.asyncDispose]())])
      await Promise.all([nats[Symbol.asyncDispose](), database[Symbol.asyncDispose]()])
      await rm(mediaDir, { recursive: true, force: true })
    },
  })
}

/** One hub on what is there already. */
export async function runHub(options: TestHubOptions): Promise<TestHub & { password: string }> {
  const port = options.port ?? await freePort()
  const dataDir = await testFolder()
  const log: string[] = []
  let password = options.password ?? ''
  let child: ChildProcess
  const start = async (): Promise<void> => {
    child = launch({ ...options, port, dataDir })
    password = await readiness(child, log, { makesPassword: password === '' }) ?? password
  }
  await start()
  let session: Promise<string> | null = null
  const url = `http://127.0.0.1:${port}`
  const call = (operation: string, input: object, cookie = ''): Promise<{ status: number; body: unknown }> =>
    post(`${url}/api/${operation}`, input, cookie)
  const hub: TestHub & { password: string } = {
    url, port, log, call,
    get password() { return password },
    get pid() { return child.pid ?? 0 },
    get exited() { return child.exitCode !== null || child.signalCode !== null },
    get exitCode() { return child.exitCode },
    signIn() {
      session ??= signIn(url, { loginName: 'admin', password })
      return session
    },
    async enrolmentToken() {
      const { body } = await call('createEnrolment', {}, await hub.signIn())
      return (body as { token: string }).token
    },
    kill: (signal = 'SIGKILL') => end(child, signal),
    stop: () => end(child, 'SIGTERM'),
    restart: start,
    async [Symbol.asyncDispose]() {
      await end(child, 'SIGKILL')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  return hub
}

function launch({ nats, database, port, dataDir, mediaDir, env }: TestHubOptions & { dataDir: string }): ChildProcess {
  return spawn(process.execPath, ['--enable-source-maps', join(repositoryRoot(), 'dist/hub/main.js')], {
    env: {
      ...process.env, NATS_URL: nats.url, DATABASE_URL: database.url, HUB_PORT: String(port), HUB_HOST: '127.0.0.1',
      HUB_DATA: dataDir, HUB_MEDIA: mediaDir ?? join(dataDir, 'media'), HUB_DRAIN_SECONDS: '0', HUB_LOG: 'info',
      HUB_JOURNAL_MB: '512', ...env,
    },
    // The channel tells it when this process is killed.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/**
 * Resolves when it serves; with the first administrator's password, if this start is expected to make one.
 */
async function readiness(
  child: ChildProcess, log: string[], { makesPassword }: { makesPassword: boolean },
): Promise<string | null> {
  let password: string | null = null
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes')
  createInterface({ input: child.stderr }).on('line', (line) => keep(log, line))
  const lines = createInterface({ input: child.stdout })
  let serves = false
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      keep(log, line)
      password = /password: (\S+)/.exec(line)?.[1] ?? password
      serves ||= line.includes('phones   ws://')
      // The password's line comes last, perhaps in another chunk.
      if (serves && (password !== null || !makesPassword)) resolve()
    })
    child.once('exit', (code, signal) => {
      reject(new Error(`the hub ended (${code ?? signal}):\n${log.slice(-30).join('\n')}`))
    })
  })
  return password
}

function keep(log: string[], line: string): void {
  log.push(line)
  if (log.length > logLinesMax) log.splice(0, log.length - logLinesMax)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}

export async function signIn(url: string, who: { loginName: string; password: string }): Promise<string> {
  const answer = await fetch(`${url}/api/signIn`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(who),
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (!answer.ok || cookie === undefined) {
    throw new Error(`sign-in was refused: ${answer.status} ${await answer.text()}`)
  }
  await answer.arrayBuffer()
  return cookie
}

async function post(url: string, input: object, cookie: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(url, {
    method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify(input),
  })
  return { status: answer.status, body: await answer.json() }
}

const logLinesMax = 2_000

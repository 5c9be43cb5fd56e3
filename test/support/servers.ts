import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startDatabase } from '../../hub/embedded/database.ts'
import { findNatsServer, startNatsServer } from '../../hub/embedded/nats-server.ts'
import type { NatsServerOptions } from '../../hub/embedded/nats-server.ts'
import { stopOrphan } from '../../hub/embedded/orphan.ts'
import type { RunningChild } from '../../hub/embedded/running-child.ts'
import { repositoryRoot } from '../../storage/repository-root.ts'
import { copyTemplate } from './database-template.ts'

/** A real server with a folder of its own, which goes when the server is disposed of. */
export interface TestServer extends AsyncDisposable {
  /** Stays the same over restarts. */
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly dataDir: string
  /** kill -9; resolves when it is dead. The data stays. */
  kill(): Promise<void>
  /** A polite end; the data stays. */
  stop(): Promise<void>
  /** Starts it again after `kill` or `stop`, with the same address and data. */
  restart(): Promise<void>
}

export interface TestDatabase extends TestServer {
  /** Throws all data away and starts again from the migrated template: about a second. */
  fresh(): Promise<void>
}

export interface TestNats extends TestServer {
  readonly token: string
  /** Monitoring, with `http: true`; after a restart at another port. */
  httpUrl(): string | null
}

/** nats-server with JetStream. `syncAlways: false` is faster where durability isn't what the test is about. */
export async function startTestNats(options: Partial<NatsServerOptions> = {}): Promise<TestNats> {
  const binary = options.binary ?? await testNatsBinary()
  const dataDir = options.dataDir ?? await testFolder()
  const port = options.port ?? await freePort()
  let httpUrl: string | null = null
  const start = async () => {
    const started = await startNatsServer({ ...options, binary, dataDir, port })
    httpUrl = started.httpUrl
    return started
  }
  const first = await start()
  const { url, token } = first
  const server = restartable({ first, start, dataDir, port, url, owned: options.dataDir === undefined })
  return Object.assign(server, { token, httpUrl: () => httpUrl })
}

export interface TestCluster extends AsyncDisposable {
  readonly members: readonly TestNats[]
  /** Of all members. */
  readonly url: string
  /** Resolves once each server has all of the journal that the others have. */
  healthy(): Promise<void>
}

/** Three servers that have agreed on a leader; `places`: folders that are there already. */
export async function startTestCluster(places: readonly { dataDir?: string }[] = []): Promise<TestCluster> {
  const memberPorts = await Promise.all([freePort(), freePort(), freePort()])
  const members = await Promise.all(memberPorts.map((port, index) => startTestNats({
    ...places[index], http: true, token: 'shared', cluster: { name: 'ark', serverName: `n${index}`, port, memberPorts },
  })))
  const healthy = async (): Promise<void> => {
    await Promise.all(members.map((member) => untilHealthy(`${member.httpUrl()}/healthz`)))
  }
  await healthy()
  return {
    members, url: members.map(({ url }) => url).join(), healthy,
    async [Symbol.asyncDispose]() {
      await Promise.all(members.map((member) => member[Symbol.asyncDispose]()))
    },
  }
}

async function untilHealthy(url: string): Promise<void> {
  const untilMs = performance.now() + electedWithinMs
  for (;;) {
    const answer = await fetch(url, { headers: { connection: 'close' } })
    await answer.arrayBuffer()
    if (answer.ok) return
    if (performance.now() > untilMs) throw new Error('the servers have elected no leader')
    await sleep(lookAgainMs)
  }
}

export interface TestDatabaseOptions {
  /** False: an empty database, for tests of migrations. */
  migrated?: boolean
  /** True: on a TCP port instead of a socket, for proxies that cut connections. */
  tcp?: boolean
  /** Absent: a temporary folder. */
  dataDir?: string
}

/** The embedded TimescaleDB, copied from a template that is prepared once per set of migrations. */
export async function startTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { migrated = true, tcp = false } = options
  const dataDir = options.dataDir ?? await testFolder()
  const port = tcp ? await freePort() : 0
  const start = () => startDatabase(tcp ? { dataDir, port } : { dataDir })
  await copyTemplate({ dataDir, migrated })
  const first = await start()
  const server = restartable({
    first, start, dataDir, port, url: first.url, owned: options.dataDir === undefined,
  })
  return Object.assign(server, {
    async fresh() {
      await server.kill()
      await copyTemplate({ dataDir, migrated })
      await server.restart()
    },
  })
}

export async function testNatsBinary(): Promise<string> {
  const cacheDir = join(repositoryRoot(), '.cache/nats')
  const found = await findNatsServer({ cacheDir, env: process.env, progress: () => undefined })
  if (!found.found) throw new Error(found.message)
  return found.binary
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => { server.close(resolve) })
  return port
}

/** A temporary folder whose name holds this process, so that a later run can clean up after a killed one. */
export async function testFolder(): Promise<string> {
  cleaned ??= cleanUpAfterKilledRuns()
  await cleaned
  return mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`))
}

interface Restartable<Server extends RunningChild> {
  first: Server
  start: () => Promise<Server>
  dataDir: string
  port: number
  url: string
  /** The folder goes with the server. */
  owned: boolean
}

function restartable<Server extends RunningChild>(parts: Restartable<Server>): TestServer {
  let current = parts.first
  return {
    url: parts.url,
    port: parts.port,
    dataDir: parts.dataDir,
    get pid() { return current.pid },
    async kill() {
      current.kill('SIGKILL')
      await current.exited
    },
    stop: () => current.stop(),
    async restart() { current = await parts.start() },
    async [Symbol.asyncDispose]() {
      current.kill('SIGKILL')
      await current.exited
      if (parts.owned) await rm(parts.dataDir, { recursive: true, force: true })
    },
  }
}

/** The database leaves with its parent by itself; nats-server doesn't. */
async function cleanUpAfterKilledRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1])
    if (!(pid > 0) || isAlive(pid)) continue
    const folder = join(tmpdir(), name)
    const server = Number(await readFile(join(folder, 'nats.pid'), 'utf8').catch(() => ''))
    if (server > 0) await stopOrphan({ pid: server, owner: pid, mentions: join(folder, 'nats.conf') })
    await unmountDisks(folder)
    await rm(folder, { recursive: true, force: true })
  }
}

/** The fault test's small disks. */
async function unmountDisks(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith('-disk')) spawnSync('umount', ['-l', join(folder, name)], { stdio: 'ignore' })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

let cleaned: Promise<void> | undefined
const folderPrefix = 'ark-test-'
const electedWithinMs = 60_000
const lookAgainMs = 50

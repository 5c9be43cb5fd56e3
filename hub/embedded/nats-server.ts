import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { natsConfig } from './nats-config.ts'
import type { NatsCluster } from './nats-config.ts'
import { stopOrphan } from './orphan.ts'
import { describeExit, keepTail, runningChild } from './running-child.ts'
import type { RunningChild } from './running-child.ts'

export { findNatsServer } from './find-nats-server.ts'
export type { FoundNatsServer } from './find-nats-server.ts'

export interface NatsServerOptions {
  binary: string
  /** Holds streams, token, configuration and log; one server per folder. */
  dataDir: string
  host?: string
  /** 0 or absent: a free one. */
  port?: number
  http?: boolean
  syncAlways?: boolean
  storeBytesMax?: number
  /** Absent: made once and kept in the folder. Members of one cluster must share it. */
  token?: string
  cluster?: NatsCluster
  progress?: (step: string) => void
}

export interface NatsServer extends RunningChild {
  /** With the token as its user name: `nats://<token>@127.0.0.1:<port>`. */
  readonly url: string
  readonly token: string
  readonly port: number
  /** Monitoring, if it was asked for. */
  readonly httpUrl: string | null
}

/** Starts nats-server with JetStream and waits until it accepts clients. A hub's orphan is stopped first. */
export async function startNatsServer(options: NatsServerOptions): Promise<NatsServer> {
  const { host = '127.0.0.1', http = false, syncAlways = true, storeBytesMax = storeBytesUsual } = options
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
  const dataDir = await realpath(options.dataDir)
  const configPath = join(dataDir, 'nats.conf')
  await clearOrphan({ dataDir, configPath, progress: options.progress })
  const token = options.token ?? await keptToken(dataDir)
  const settings = { ...options, dataDir, host, port: options.port ?? 0, token, http, syncAlways, storeBytesMax }
  await writeFile(configPath, natsConfig(settings, process.pid), { mode: 0o600 })
  const child = launch(options.binary, configPath)
  const ports = await readPorts({ child, dataDir })
  const url = `nats://${token}@${host}:${ports.client}`
  return { ...child, url, token, port: ports.client, httpUrl: ports.http }
}

/** In a process group of its own: Ctrl-C in a terminal must reach the hub first, which drains and then stops it. */
function launch(binary: string, configPath: string): RunningChild & { complaints: () => string } {
  const child = spawn(binary, ['-c', configPath], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  child.on('error', () => undefined)
  return { ...runningChild(child, { stopWithinMs: 5_000 }), complaints: keepTail(child.stderr) }
}

interface Launched { child: RunningChild & { complaints: () => string }, dataDir: string }

/** The server writes this file once it listens, so a port of its choice has no race. */
async function readPorts({ child, dataDir }: Launched): Promise<{ client: number, http: string | null }> {
  const file = join(dataDir, `nats-server_${child.pid}.ports`)
  let ended: string | null = null
  void child.exited.then((exit) => { ended = describeExit(exit) })
  for (let waitedMs = 0; waitedMs < readyWithinMs; waitedMs += pollMs) {
    const found = parsePorts(await readFile(file, 'utf8').catch(() => ''))
    if (found !== null) return found
    if (ended !== null) break
    await sleep(pollMs)
  }
  await child.stop()
  const log = await readFile(join(dataDir, 'nats.log'), 'utf8').catch(() => '')
  const reason = ended ?? `it was not ready within ${readyWithinMs / 1_000} s`
  throw new Error(`nats-server did not start, ${reason}:\n${child.complaints()}${log.slice(-logCharsShown)}`)
}

function parsePorts(text: string): { client: number, http: string | null } | null {
  try {
    const ports = JSON.parse(text) as { nats?: string[], monitoring?: string[] }
    const client = ports.nats?.[0]
    return client === undefined ? null : { client: Number(new URL(client).port), http: ports.monitoring?.[0] ?? null }
  } catch {
    return null
  }
}

interface Folder { dataDir: string, configPath: string, progress?: ((step: string) => void) | undefined }

async function clearOrphan({ dataDir, configPath, progress }: Folder): Promise<void> {
  const pid = Number(await readFile(join(dataDir, 'nats.pid'), 'utf8').catch(() => ''))
  const owner = Number(/^# owner (\d+)/.exec(await readFile(configPath, 'utf8').catch(() => ''))?.[1])
  if (pid > 0) {
    const outcome = await stopOrphan({ pid, owner, mentions: configPath })
    if (outcome === 'owned') throw new Error(`${dataDir} is in use: process ${owner} runs a nats-server on it`)
    if (outcome === 'stopped') progress?.(`stopped a nats-server that a killed hub had left behind (process ${pid})`)
  }
  const stale = (await readdir(dataDir)).filter((name) => name.endsWith('.ports') || name === 'nats.pid')
  await Promise.all(stale.map((name) => rm(join(dataDir, name), { force: true })))
}

async function keptToken(dataDir: string): Promise<string> {
  const file = join(dataDir, 'token')
  const kept = await readFile(file, 'utf8').catch(() => '')
  if (kept !== '') return kept
  const token = randomBytes(24).toString('hex')
  await writeFile(file, token, { mode: 0o600 })
  return token
}

/** A folder with gigabytes of journal is read again at start. */
const readyWithinMs = 60_000
const pollMs = 10
const logCharsShown = 4_000
/** Room for days of journal when the database is away; the stream's own limit is smaller. */
const storeBytesUsual = 16 * 2 ** 30

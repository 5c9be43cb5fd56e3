import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Peer } from './peer.ts'
import { childrenOf } from './process-cost.ts'
import { freePort } from './server-program.ts'
import { steadyHeapOptions } from './steady-heap.ts'

export interface BenchHubOptions {
  /** A seeded HUB_DATA; it is copied, not changed. */
  template: string
  /** Options for the hub's Node, such as --cpu-prof. */
  nodeOptions?: readonly string[]
  /** For measuring memory. */
  steadyHeap?: boolean
  /** The bench's own, instead of the hub's in the copied folder. */
  databaseUrl?: string
}

/** A whole hub with its embedded NATS (fsync on) and database, in processes and a folder of its own. */
export async function startBenchHub(
  { template, nodeOptions = [], steadyHeap = false, databaseUrl }: BenchHubOptions,
): Promise<Peer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ark-bench-hub-'))
  await cp(template, dataDir, { recursive: true })
  const port = await freePort()
  const allOptions = steadyHeap ? [...steadyHeapOptions, ...nodeOptions] : nodeOptions
  const child = launch({ dataDir, port, nodeOptions: allOptions, databaseUrl })
  const log = keepTail(child)
  const exited = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  const stop = async (): Promise<void> => {
    await stopHub(child, exited)
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await ready(child, url)
  } catch (error) {
    await stop()
    throw new Error(`the hub did not start:\n${log()}`, { cause: error })
  }
  return {
    kind: 'hub', port, processes: processesOf(child.pid ?? 0), stop,
    async complaints() {
      const metrics = await fetch(`${url}/metrics`).then((answer) => answer.text(), String)
      const counted = metrics.split('\n').filter((line) => /^ark_(closes|refusals|warnings|bugs)_total/.test(line))
      return [...counted, ...log().split('\n').slice(-complaintLinesMax)]
    },
    backlog: () => backlogOf(url),
    collectGarbage: () => void child.kill('SIGUSR2'),
  }
}

interface Launch {
  dataDir: string
  port: number
  nodeOptions: readonly string[]
  databaseUrl: string | undefined
}

function launch({ dataDir, port, nodeOptions, databaseUrl }: Launch): ChildProcess {
  const { NATS_URL: _nats, DATABASE_URL: _database, ...env } = process.env
  return spawn(process.execPath, [...nodeOptions, fileURLToPath(new URL('../../hub/main.js', import.meta.url))], {
    env: {
      ...env, HUB_PORT: String(port), HUB_HOST: '127.0.0.1', HUB_DATA: dataDir, HUB_MEDIA: join(dataDir, 'media'),
      HUB_DRAIN_SECONDS: '0', HUB_LOG: 'warn', ...databaseUrl !== undefined && { DATABASE_URL: databaseUrl },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  const untilMs = performance.now() + startWithinMs
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('it ended')
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.ok === true) return
    if (performance.now() > untilMs) throw new Error(`it was not ready within ${startWithinMs / 1000} s`)
    await sleep(readyPollMs)
  }
}

function processesOf(hub: number): Peer['processes'] {
  const children = childrenOf(hub).map(({ pid, command }) => {
    return { name: command.includes('nats-server') ? 'nats' : 'database', pid }
  })
  return [{ name: 'hub', pid: hub }, ...children]
}

/** It stops its NATS and database itself; only if it can't, they are killed one by one. */
async function stopHub(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const children = childrenOf(child.pid ?? 0)
  child.kill('SIGTERM')
  const impatience = setTimeout(() => {
    for (const { pid } of children) killOne(pid)
    child.kill('SIGKILL')
  }, stopWithinMs)
  await exited
  clearTimeout(impatience)
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

/** The hub's own words, for when it doesn't start or its connections break. */
function keepTail(child: ChildProcess): () => string {
  let tail = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => { tail = (tail + text).slice(-tailCharsMax) })
  }
  return () => tail
}

/** What its feed has told everybody and its projector has not yet brought into the database. */
async function backlogOf(url: string): Promise<number> {
  const metrics = await fetch(`${url}/metrics`).then((answer) => answer.text())
  return Math.max(0, sumOf(metrics, 'ark_feed_events_total') - sumOf(metrics, 'ark_projector_events_total'))
}

/** The sum of all series of this name. */
export async function readMetric(port: number, name: string): Promise<number> {
  const [sum = 0] = await readMetrics(port, [name])
  return sum
}

export async function readMetrics(port: number, names: readonly string[]): Promise<number[]> {
  const metrics = await fetch(`http://127.0.0.1:${port}/metrics`).then((answer) => answer.text())
  return names.map((name) => sumOf(metrics, name))
}

function sumOf(metrics: string, name: string): number {
  const lines = metrics.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
}

const startWithinMs = 60_000
const stopWithinMs = 15_000
const readyPollMs = 50
const tailCharsMax = 4_000
const complaintLinesMax = 10

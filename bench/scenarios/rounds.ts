import type { BenchRow } from '../report.ts'
import { type IdleMeasured, measureIdle } from './idle.ts'
import type { BenchOptions } from './options.ts'
import type { Peer } from './peer.ts'
import { type RelayMeasured, measureRelay } from './relay.ts'
import { startBenchHub } from './start-bench-hub.ts'
import { startRawRelay } from './start-raw-relay.ts'

export interface BenchGround {
  options: BenchOptions
  /** A seeded HUB_DATA. */
  template: string
  secret: string
  phonesPerSeat: number
  nodeOptions: readonly string[]
  say: (step: string) => void
}

interface Round { raw: RelayMeasured; hub: RelayMeasured }

/** Raw relay and hub in turn, so that a slow minute of the machine hits both. */
export async function runRelay(ground: BenchGround): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  const rounds = new Map<number, Round[]>(ground.options.perFrame.map((count) => [count, []]))
  for (let round = 1; round <= ground.options.rounds; round++) {
    for (const [perFrame, measured] of rounds) {
      const raw = await relayOnce(ground, perFrame, () => startRawRelay(ground))
      const hub = await relayOnce(ground, perFrame, () => startBenchHub(ground))
      measured.push({ raw, hub })
      ground.say(`round ${round}, ${perFrame} per frame: raw ${say(raw)}; hub ${say(hub)}`)
    }
  }
  for (const [perFrame, measured] of rounds) rows.push(...relayRows(ground.options, perFrame, measured))
  return rows
}

export async function runIdle(ground: BenchGround): Promise<BenchRow[]> {
  const phones = ground.options.idlePhones
  const hub = await startBenchHub({ ...ground, steadyHeap: true })
  const measured = await finished(hub, measureIdle(hub, { secret: ground.secret, phones }))
  ground.say(`${phones} idle phones: ${Math.round(measured.rssBytesPerConnection)} bytes each`)
  return [idleRow('hub', 2 * phones, measured)]
}

async function relayOnce(ground: BenchGround, perFrame: number, start: () => Promise<Peer>): Promise<RelayMeasured> {
  const { options, secret } = ground
  const { phones, seats, seconds, framesPerWrite } = options
  const peer = await start()
  const size = { perFrame, frames: framesPerWrite }
  return finished(peer, measureRelay(peer, { secret, phones, seats, seconds, size }))
}

async function finished<T extends { faults: string[] }>(peer: Peer, work: Promise<T>): Promise<T> {
  try {
    const measured = await work
    if (measured.faults.length > 0) measured.faults.push(...await peer.complaints())
    return measured
  } finally {
    await peer.stop()
  }
}

function relayRows({ phones, seats }: BenchOptions, perFrame: number, rounds: readonly Round[]): BenchRow[] {
  const ratio = median(rounds.map(({ raw, hub }) => hub.messagesPerSecond / raw.messagesPerSecond))
  return (['raw', 'hub'] as const).map((peer) => {
    const measured = rounds.map((round) => round[peer])
    return {
      scenario: 'relay', peer: peer === 'raw' ? 'raw relay' : 'hub', perFrame, connections: phones + seats,
      durable: peer === 'hub',
      messagesPerSecond: median(measured.map(({ messagesPerSecond }) => messagesPerSecond)),
      ratioToRaw: peer === 'hub' ? ratio : 1,
      p50Ms: median(measured.map(({ p50Ms }) => p50Ms ?? NaN)),
      p99Ms: median(measured.map(({ p99Ms }) => p99Ms ?? NaN)),
      serverCpuUsPerMessage: median(measured.map(({ cpuUsPerMessage }) => serverCpu(cpuUsPerMessage))),
      rssBytesPerConnection: null,
      details: {
        cpuUsPerMessage: Object.fromEntries(Object.keys(measured[0]?.cpuUsPerMessage ?? {}).map((name) => {
          return [name, median(measured.map(({ cpuUsPerMessage }) => cpuUsPerMessage[name] ?? 0))]
        })),
        clientBusy: median(measured.map(({ clientBusy }) => clientBusy)), rounds: measured,
        faults: measured.flatMap(({ faults }) => faults),
      },
    }
  })
}

function idleRow(peer: string, connections: number, { rssBytesPerConnection, ...details }: IdleMeasured): BenchRow {
  return {
    scenario: 'idle', peer, perFrame: null, connections, durable: peer === 'hub',
    messagesPerSecond: null, ratioToRaw: null, p50Ms: null, p99Ms: null, serverCpuUsPerMessage: null,
    rssBytesPerConnection, details: { ...details },
  }
}

/** Whole processes only: the loop's share is in them, and the client is no server. */
function serverCpu(byProcess: Record<string, number>): number {
  const servers = Object.entries(byProcess).filter(([name]) => name !== 'client' && !name.endsWith(' loop'))
  return servers.reduce((sum, [, cpuUs]) => sum + cpuUs, 0)
}

function say({ messagesPerSecond, p99Ms, cpuUsPerMessage, clientBusy }: RelayMeasured): string {
  const cpu = Object.entries(cpuUsPerMessage).map(([name, cpuUs]) => `${name} ${cpuUs.toFixed(1)}`).join(', ')
  const rate = Math.round(messagesPerSecond).toLocaleString('en')
  const client = `client ${Math.round(clientBusy * 100)} % busy`
  return `${rate}/s, p99 ${p99Ms?.toFixed(1) ?? '–'} ms at half, CPU µs: ${cpu}; ${client}`
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}

import { setTimeout as sleep } from 'node:timers/promises'
import { type Load, startLoad } from '../load/load.ts'
import type { Marked } from '../load/load-fleet.ts'
import type { WriteSize } from '../load/load-phone.ts'
import { type Peer, cpuBetween, readCosts } from './peer.ts'

export interface RelayOptions {
  secret: string
  phones: number
  seats: number
  seconds: number
  size: WriteSize
}

/** One measurement of one peer. */
export interface RelayMeasured {
  messagesPerSecond: number
  /** At half that rate, from when a message was due to its arrival at the seat. */
  p50Ms: number | null
  p99Ms: number | null
  /** At saturation, µs of CPU per message by process; the load's own is `client`. */
  cpuUsPerMessage: Record<string, number>
  /** Share of one core that the load process used at saturation: near 1, it was the load that was measured. */
  clientBusy: number
  rssBytes: number
  faults: string[]
}

/** Phones → their seats: first as fast as it goes, then at half that rate. */
export async function measureRelay(peer: Peer, options: RelayOptions): Promise<RelayMeasured> {
  const load = startLoad()
  try {
    await load.ask({ do: 'open', kind: peer.kind, port: peer.port, secret: options.secret })
    await load.ask({ do: 'connect', phones: options.phones, seats: options.seats })
    const saturated = await saturate(peer, load, options)
    const perSecond = saturated.messagesPerSecond / 2
    const half = await pace(load, { ...options, perSecond })
    return { ...saturated, ...half }
  } finally {
    await load.stop()
  }
}

async function saturate(peer: Peer, load: Load, { size, seconds }: RelayOptions) {
  // Enough that a group commit never waits for phones; far below the window, which would only make latency.
  const inFlightMax = Math.max(messagesInFlight, 2 * size.frames * size.perFrame)
  await load.ask({ do: 'saturate', size, inFlightMax })
  await sleep(warmUpMs)
  await ask(load)
  const before = readCosts(peer)
  await sleep(seconds * 1000)
  const marked = await ask(load)
  const spent = { ...cpuBetween(before, readCosts(peer)), client: marked.cpuUs }
  const { rssBytes } = [...readCosts(peer).values()][0] ?? { rssBytes: 0 }
  await load.ask({ do: 'settle', withinMs: settleWithinMs })
  const perMessage = Object.entries(spent).map(([name, cpuUs]) => [name, cpuUs / marked.delivered])
  return {
    messagesPerSecond: marked.delivered / marked.elapsedMs * 1000,
    cpuUsPerMessage: Object.fromEntries(perMessage) as Record<string, number>,
    clientBusy: marked.cpuUs / marked.elapsedMs / 1000, rssBytes,
  }
}

async function pace(load: Load, { size, seconds, perSecond }: RelayOptions & { perSecond: number }) {
  await load.ask({ do: 'pace', size, perSecond })
  await sleep(warmUpMs / 2)
  await ask(load)
  await sleep(seconds * 1000)
  const { p50Ms, p99Ms } = await ask(load)
  await load.ask({ do: 'settle', withinMs: settleWithinMs })
  const { faults } = await ask(load)
  return { p50Ms, p99Ms, faults }
}

async function ask(load: Load): Promise<Marked> {
  return await load.ask({ do: 'mark' }) as Marked
}

/** Messages of one phone that may be under way, however they are framed. */
const messagesInFlight = 16
/** Until everything hot is compiled. */
const warmUpMs = 1_500
const settleWithinMs = 15_000

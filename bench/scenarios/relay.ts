import { setTimeout as sleep } from 'node:timers/promises'
import { type Load, startLoad } from '../load/load.ts'
import type { Marked } from '../load/load-fleet.ts'
import type { WriteSize } from '../load/load-phone.ts'
import { type Peer, cpuBetween, readCosts, serverCpu } from './peer.ts'

export interface RelayOptions {
  secret: string
  phones: number
  seats: number
  phonesPerSeat: number
  seconds: number
  size: WriteSize
  /** Messages of one phone under way at saturation; absent: what most peers need. */
  inFlightMax?: number | undefined
}

/** One measurement of one peer. */
export interface RelayMeasured {
  messagesPerSecond: number
  /** At half that rate, from when a message was due to its arrival at the seat. */
  p50Ms: number | null
  p99Ms: number | null
  /**
   * At saturation, µs of CPU per message by process; the load's own is `client`, and `storing later` is what the
   * messages will cost that had not reached their final place when the measurement ended.
   */
  cpuUsPerMessage: Record<string, number>
  /** Share of one core that the load process used at saturation: near 1, it was the load that was measured. */
  clientBusy: number
  /** How long the peer needed after the saturation to bring everything to its final place; null: it didn't move. */
  storedLaterS: number | null
  rssBytes: number
  faults: string[]
}

/** Phones → their seats: first as fast as it goes, then at half that rate. */
export async function measureRelay(peer: Peer, options: RelayOptions): Promise<RelayMeasured> {
  const load = startLoad()
  try {
    const { secret, phones, seats, phonesPerSeat } = options
    await load.ask({ do: 'open', kind: peer.kind, port: peer.port, secret, phonesPerSeat })
    await load.ask({ do: 'connect', phones, seats })
    const saturated = await saturate(peer, load, options)
    const perSecond = saturated.messagesPerSecond / 2
    const half = await pace(load, { ...options, perSecond })
    return { ...saturated, ...half }
  } finally {
    await load.stop()
  }
}

async function saturate(peer: Peer, load: Load, { size, seconds, ...given }: RelayOptions) {
  // Enough that a group commit never waits for phones; far below the window, which would only make latency.
  const inFlightMax = given.inFlightMax ?? Math.max(messagesInFlight, 2 * size.frames * size.perFrame)
  await load.ask({ do: 'saturate', size, inFlightMax })
  await sleep(warmUpMs)
  const growth = await watchBacklog(peer)
  await ask(load)
  const before = readCosts(peer)
  await sleep(seconds * 1000)
  const marked = await ask(load)
  if (marked.delivered === 0) throw new Error('nothing arrived while it was measured')
  const spent = { ...cpuBetween(before, readCosts(peer)), client: marked.cpuUs }
  const postponed = Math.min(marked.delivered, marked.elapsedMs * await growth())
  const { rssBytes } = [...readCosts(peer).values()][0] ?? { rssBytes: 0 }
  await load.ask({ do: 'settle', withinMs: settleWithinMs })
  const { seconds: storedLaterS, cpuUsEach } = await catchUp(peer)
  const perMessage = Object.entries({ ...spent, ...postponed > 0 ? { 'storing later': postponed * cpuUsEach } : {} })
    .map(([name, cpuUs]) => [name, cpuUs / marked.delivered])
  return {
    messagesPerSecond: marked.delivered / marked.elapsedMs * 1000,
    cpuUsPerMessage: Object.fromEntries(perMessage) as Record<string, number>,
    clientBusy: marked.cpuUs / marked.elapsedMs / 1000, storedLaterS, rssBytes,
  }
}

/** Answers by how much the backlog grew since, per ms: a busy peer says late how large it is. */
async function watchBacklog(peer: Peer): Promise<() => Promise<number>> {
  const before = await peer.backlog()
  const sinceMs = performance.now()
  return async () => Math.max(0, await peer.backlog() - before) / (performance.now() - sinceMs)
}

/** Watches the backlog go; what takes longer than the patience is reckoned from the part that was seen. */
async function catchUp(peer: Peer): Promise<{ seconds: number | null; cpuUsEach: number }> {
  const first = await peer.backlog()
  if (first <= negligible) return { seconds: 0, cpuUsEach: 0 }
  const [startMs, before] = [performance.now(), readCosts(peer)]
  let left = first
  while (left > negligible && performance.now() - startMs < catchUpWithinMs) {
    await sleep(catchUpPollMs)
    left = await peer.backlog()
  }
  const done = first - left
  if (done <= 0) return { seconds: null, cpuUsEach: 0 }
  const elapsedS = (performance.now() - startMs) / 1000
  return { seconds: elapsedS * first / done, cpuUsEach: serverCpu(cpuBetween(before, readCosts(peer))) / done }
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
const catchUpWithinMs = 4_000
const catchUpPollMs = 100
/** Presence and heartbeats come and go. */
const negligible = 20

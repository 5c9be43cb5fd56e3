import { setTimeout as sleep } from 'node:timers/promises'
import { newCredentials } from '../load/credentials.ts'
import type { Marked } from '../load/load-fleet.ts'
import { startLoad } from '../load/load.ts'
import { newWanderingPhone, newWanderingSeat } from '../load/wandering-crowd.ts'
import { type Peer, readCosts } from './peer.ts'
import { readMetric } from './start-bench-hub.ts'

/** The first `phones` and `seats` are measured; talkers and their seats come behind them. */
export interface SlowReadersOptions {
  secret: string
  phones: number
  seats: number
  slow: number
  /** Phones that write long messages; each has a seat of its own, to which an equal share of the slow tabs belongs. */
  talkers: number
}

export interface SlowReadersMeasured {
  /** Latency of the others while the talkers talk and nobody is slow, and beside tabs whose windows are shut. */
  withoutMs: { p50: number | null; p99: number | null }
  besideMs: { p50: number | null; p99: number | null }
  rssBytes: { before: number; during: number; after: number }
  waitingBytes: number
  /** Slow tabs that have heard everything again after they read on, or were told to load afresh. */
  caughtUp: number
  reset: number
  faults: string[]
}

export async function measureSlowReaders(peer: Peer, options: SlowReadersOptions): Promise<SlowReadersMeasured> {
  const { secret, phones, seats, slow, talkers } = options
  const share = phones / seats
  const parts = { port: peer.port, credentials: newCredentials(secret), onWelcome: () => undefined }
  const talking = Array.from({ length: talkers }, (_, index) => {
    return newWanderingPhone(parts, phones + index * share)
  })
  const tabs = Array.from({ length: slow }, (_, index) => {
    return newWanderingSeat(parts, { seat: seats + index % talkers, tab: `slow${index}` })
  })
  const load = startLoad()
  let said = 0
  const talk = setInterval(() => {
    said += 1
    for (const phone of talking) phone.say(words)
  }, everyMs)
  const pace = async () => {
    await load.ask({ do: 'pace', size: { perFrame: 1, frames: 1 }, perSecond: perSecond })
    await sleep(1_000)
    await load.ask({ do: 'mark' })
    await sleep(measureMs)
    const { p50Ms, p99Ms, faults } = await load.ask({ do: 'mark' }) as Marked
    await load.ask({ do: 'settle', withinMs: 15_000 })
    return { p50: p50Ms, p99: p99Ms, faults }
  }
  try {
    await load.ask({ do: 'open', kind: 'hub', port: peer.port, secret })
    await load.ask({ do: 'connect', phones, seats })
    await Promise.all(talking.map(({ line }) => line.connect()))
    // Until everything hot is compiled.
    await pace()
    const { faults: _none, ...withoutMs } = await pace()
    await Promise.all(tabs.map(({ line }) => line.connect()))
    await sleep(1_000)
    const before = rssOf(peer)
    for (const { line } of tabs) line.pause()
    const from = said
    await until(async () => await readMetric(peer.port, 'ark_tabs_waiting_bytes') > slow * fullBytes)
    const { faults, ...besideMs } = await pace()
    const during = rssOf(peer)
    const waitingBytes = await readMetric(peer.port, 'ark_tabs_waiting_bytes')
    clearInterval(talk)
    for (const { line } of tabs) line.resume()
    const whole = (tab: (typeof tabs)[number]): boolean => [...tab.heard.values()].some((count) => count >= said - from)
    const settled = (): boolean => tabs.every((tab) => tab.resets > 0 || whole(tab))
    await until(async () => settled())
    await sleep(3_000)
    peer.collectGarbage()
    return {
      withoutMs, besideMs, rssBytes: { before, during, after: rssOf(peer) }, waitingBytes,
      caughtUp: tabs.filter((tab) => tab.resets === 0 && whole(tab)).length,
      reset: tabs.filter(({ resets }) => resets > 0).length,
      faults: settled() ? faults : [...faults, 'not all slow tabs have caught up'],
    }
  } finally {
    clearInterval(talk)
    for (const { line } of [...talking, ...tabs]) line.stop()
    await load.stop()
  }
}

function rssOf(peer: Peer): number {
  return readCosts(peer).get('hub')?.rssBytes ?? 0
}

async function until(fits: () => Promise<boolean>): Promise<void> {
  const untilMs = performance.now() + withinMs
  while (!await fits() && performance.now() < untilMs) await sleep(pollMs)
}

const perSecond = 1_000
const measureMs = 5_000
const withinMs = 60_000
const pollMs = 250
/** What counts as shut, on average of all slow tabs. */
const fullBytes = 60 * 1024
/** 15 KB of UTF-8, ten a second for each tab: the kernel's buffers of 3 MB between two sockets fill in 20 s. */
const words = '长'.repeat(5_000)
const everyMs = 100

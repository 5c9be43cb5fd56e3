import { setTimeout as sleep } from 'node:timers/promises'
import { newCredentials } from '../load/credentials.ts'
import { newWanderingPhone, newWanderingSeat } from '../load/wandering-crowd.ts'
import { type Peer, cpuBetween, readCosts } from './peer.ts'
import { readMetric } from './start-bench-hub.ts'

export interface StormOptions { secret: string; phones: number; seats: number }

export interface StormMeasured {
  /** From the cut until the last one was welcomed, and until 99 % were. */
  allBackMs: number
  mostBackMs: number
  /** Tries turned away with a wait. */
  refusals: number
  resets: number
  /** Statements the hub asked the database for in the storm, its projector's apart. */
  statements: number
  /** CPU of the hub's loop in the storm. */
  loopMs: number
  faults: string[]
}

/**
 * Everybody is cut at once, says something meanwhile, and comes back as the protocol tells; nothing may be missing.
 */
export async function measureStorm(peer: Peer, options: StormOptions): Promise<StormMeasured> {
  const { phones, seats } = options
  const backMs: number[] = []
  let startMs = performance.now()
  const crowd = newCrowd(peer, options, () => void backMs.push(performance.now() - startMs))
  const size = phones + seats
  try {
    await Promise.all(crowd.lines.map((line) => line.connect()))
    await until(() => backMs.length === size && crowd.unacked() === 0)
    // Storage catches up, consoles hear how far the journal is.
    await sleep(settleMs)
    const statements = await readMetric(peer.port, 'ark_sql_statements_total')
    const before = readCosts(peer)
    for (const line of crowd.lines) line.refusals = 0
    backMs.length = 0
    startMs = performance.now()
    crowd.cut()
    await until(() => backMs.length >= size && crowd.unacked() === 0 && crowd.heard() >= phones)
    const { 'hub loop': loopUs = 0 } = cpuBetween(before, readCosts(peer))
    await sleep(1_000)
    const faults = crowd.heard() === phones ? [] : [`${phones} messages were said, ${crowd.heard()} heard`]
    if (crowd.unacked() > 0) faults.push(`${crowd.unacked()} messages are not acked`)
    const sorted = backMs.toSorted((a, b) => a - b)
    return {
      allBackMs: sorted.at(-1) ?? NaN, mostBackMs: sorted[Math.floor(sorted.length * 0.99)] ?? NaN,
      refusals: crowd.lines.reduce((sum, { refusals }) => sum + refusals, 0), resets: crowd.resets(),
      statements: await readMetric(peer.port, 'ark_sql_statements_total') - statements, loopMs: loopUs / 1000, faults,
    }
  } finally {
    for (const line of crowd.lines) line.stop()
  }
}

function newCrowd({ port }: Peer, { secret, phones: count, seats: seatCount }: StormOptions, onWelcome: () => void) {
  const parts = { port, credentials: newCredentials(secret), onWelcome }
  const seats = Array.from({ length: seatCount }, (_, seat) => newWanderingSeat(parts, { seat, tab: `storm${seat}` }))
  const phones = Array.from({ length: count }, (_, index) => newWanderingPhone(parts, index))
  const lines = [...seats, ...phones].map(({ line }) => line)
  return {
    lines,
    unacked: () => phones.reduce((sum, phone) => sum + phone.unacked, 0),
    heard: () => seats.flatMap(({ heard }) => [...heard.values()]).reduce((sum, one) => sum + one, 0),
    resets: () => seats.reduce((sum, { resets }) => sum + resets, 0),
    cut(): void {
      for (const line of lines) line.cut()
      for (const phone of phones) phone.say('断线时说的话')
    },
  }
}

async function until(fits: () => boolean): Promise<void> {
  const untilMs = performance.now() + withinMs
  while (!fits() && performance.now() < untilMs) await sleep(pollMs)
}

const withinMs = 60_000
const pollMs = 50
const settleMs = 8_000

import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { readMetric } from '../support/metrics.ts'
import type { Ground } from './ground.ts'

/** Everybody is connected and nobody speaks: what the hubs hold must be what is there, and no more. */
export async function leaks(
  { hubs }: Ground, { phones, seats }: { phones: readonly unknown[]; seats: readonly unknown[] },
): Promise<string[]> {
  const untilMs = performance.now() + settleWithinMs
  for (;;) {
    const held = await Promise.all(hubs.map(({ hub }) => heldBy(hub)))
    const found = leaksOf(held, { phones: phones.length, tabs: seats.length })
    if (found.length === 0 || performance.now() > untilMs) return found
    await sleep(lookAgainMs)
  }
}

interface Held { phones: number; tabs: number; accounts: number; actors: number; descriptors: number; timers: number }

async function heldBy({ url, pid }: { url: string; pid: number }): Promise<Held> {
  const read = (name: string, labels = {}): Promise<number> => readMetric(url, name, labels)
  return {
    phones: await read('ark_phones'), tabs: await read('ark_tabs'), accounts: await read('ark_accounts'),
    actors: await read('ark_actors'), timers: await read('nodejs_active_resources', { type: 'Timeout' }),
    descriptors: (await readdir(`/proc/${pid}/fd`).catch(() => [])).length,
  }
}

/** Each phone and each console has one connection, and each phone one account. */
function leaksOf(held: readonly Held[], there: { phones: number; tabs: number }): string[] {
  const found: string[] = []
  for (const name of ['phones', 'tabs', 'accounts'] as const) {
    const wanted = name === 'tabs' ? there.tabs : there.phones
    const sum = held.reduce((total, one) => total + one[name], 0)
    if (sum !== wanted) found.push(`the hubs hold ${sum} ${name}, and there are ${wanted}`)
  }
  for (const [index, { phones, tabs, accounts, actors, descriptors, timers }] of held.entries()) {
    const place = `hub ${index}`
    if (actors !== phones + tabs + accounts) {
      found.push(`${place} holds ${actors} actors for ${phones} phones, ${accounts} accounts and ${tabs} tabs`)
    }
    const descriptorsMax = descriptorsAlone + phones + tabs
    if (descriptors > descriptorsMax) found.push(`${place} holds ${descriptors} descriptors, at most ${descriptorsMax}`)
    if (timers > timersAlone) found.push(`${place} holds ${timers} timers, at most ${timersAlone}`)
  }
  return found
}

/** Files, pools of connections, threads and their pipes: about 60 after a start. */
const descriptorsAlone = 110
/** About 15 after a start; pools and the clients of NATS have some of their own. */
const timersAlone = 60
const settleWithinMs = 15_000
const lookAgainMs = 300

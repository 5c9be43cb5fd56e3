import { setTimeout as sleep } from 'node:timers/promises'
import { startLoad } from '../load/load.ts'
import type { Peer } from './peer.ts'
import { readCost } from './process-cost.ts'

export interface IdleOptions {
  secret: string
  phones: number
  /** Empties the peer's garbage, where it can. */
  collectGarbage: () => void
}

export interface IdleMeasured {
  rssBytesPerConnection: number
  /** The same without collecting garbage before: what `top` would show. */
  rssBytesPerConnectionUncollected: number
  faults: string[]
}

/**
 * Memory of one more idle phone: a first wave makes the process as large as its code makes it, the second one is
 * measured.
 */
export async function measureIdle(peer: Peer, { secret, phones, collectGarbage }: IdleOptions): Promise<IdleMeasured> {
  const load = startLoad()
  const { pid } = peer.processes[0] ?? { pid: 0 }
  try {
    await load.ask({ do: 'open', kind: peer.kind, port: peer.port, secret })
    await load.ask({ do: 'connect', phones: firstWave, seats: 0 })
    const before = await settled(pid, collectGarbage)
    await load.ask({ do: 'connect', phones, seats: 0 })
    const after = await settled(pid, collectGarbage)
    const marked = await load.ask({ do: 'mark' })
    return {
      rssBytesPerConnection: (after.collected - before.collected) / phones,
      rssBytesPerConnectionUncollected: (after.raw - before.raw) / phones,
      faults: marked?.faults ?? [],
    }
  } finally {
    await load.stop()
  }
}

/** Waits until the memory stays the same, then collects and waits again. */
async function settled(pid: number, collectGarbage: () => void): Promise<{ raw: number; collected: number }> {
  const raw = await steadyRss(pid)
  collectGarbage()
  await sleep(collectMs)
  collectGarbage()
  await sleep(collectMs)
  return { raw, collected: await steadyRss(pid) }
}

async function steadyRss(pid: number): Promise<number> {
  let last = readCost(pid).rssBytes
  for (let waits = 0; waits < waitsMax; waits++) {
    await sleep(waitMs)
    const now = readCost(pid).rssBytes
    if (Math.abs(now - last) < steadyBytes) return now
    last = now
  }
  return last
}

/** Phones of the first wave are enrolled too: `idleSeedPhones` counts them. */
export const firstWave = 1_000
const collectMs = 500
const waitMs = 1_500
const waitsMax = 8
const steadyBytes = 512 * 1024

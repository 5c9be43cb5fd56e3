import { setTimeout as sleep } from 'node:timers/promises'
import { startLoad } from '../load/load.ts'
import type { Peer } from './peer.ts'
import { readCost } from './process-cost.ts'

export interface IdleOptions {
  secret: string
  phones: number
  /** Memory that stays the same for this long is settled; absent: long enough for a few bytes of difference. */
  pollMs?: number
}

export interface IdleMeasured {
  rssBytesPerConnection: number
  /** The same without collecting garbage before: what `top` would show. */
  rssBytesPerConnectionUncollected: number
  faults: string[]
}

/**
 * Memory of one more idle phone: a first wave of as many phones makes everything as large as it gets that doesn't
 * grow with them (compiled code, the young generation, pools), and the second wave is measured.
 */
export async function measureIdle(peer: Peer, { secret, phones, pollMs = 1_500 }: IdleOptions): Promise<IdleMeasured> {
  const load = startLoad()
  try {
    await load.ask({ do: 'open', kind: peer.kind, port: peer.port, secret })
    await load.ask({ do: 'connect', phones, seats: 0 })
    const before = await settled(peer, pollMs)
    await load.ask({ do: 'connect', phones, seats: 0 })
    const after = await settled(peer, pollMs)
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
async function settled(peer: Peer, pollMs: number): Promise<{ raw: number; collected: number }> {
  const { pid } = peer.processes[0] ?? { pid: 0 }
  const raw = await steadyRss(pid, pollMs)
  // One collection lets go of what the one before has found, and pages go back last of all.
  for (let times = 0; times < collections; times++) {
    peer.collectGarbage()
    await sleep(collectMs)
  }
  return { raw, collected: await steadyRss(pid, pollMs) }
}

async function steadyRss(pid: number, pollMs: number): Promise<number> {
  let last = readCost(pid).rssBytes
  for (let waitedMs = 0; waitedMs < waitMsMax; waitedMs += pollMs) {
    await sleep(pollMs)
    const now = readCost(pid).rssBytes
    if (Math.abs(now - last) < steadyBytes) return now
    last = now
  }
  return last
}

const collections = 4
const collectMs = 300
/** The projector works off what the phones have said. */
const waitMsMax = 18_000
const steadyBytes = 512 * 1024

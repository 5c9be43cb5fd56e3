import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultPhone } from './fault-phone.ts'
import type { FaultSeat } from './fault-seat.ts'
import type { Ground, SupervisedHub } from './ground.ts'
import type { Fault, Planned, ProcessName } from './plan.ts'

export interface Breakable {
  ground: Ground
  phones: readonly FaultPhone[]
  seats: readonly FaultSeat[]
}

/**
 * Carries out a plan, each fault at its time. Resolves when the last one is over and everything runs again.
 */
export async function breakThings(
  plan: readonly Planned[], things: Breakable, { onFault }: { onFault: (planned: Planned) => void },
): Promise<void> {
  const startedMs = performance.now()
  const running: Promise<void>[] = []
  for (const planned of plan) {
    await sleep(Math.max(0, planned.atMs - (performance.now() - startedMs)))
    onFault(planned)
    const work = breakOne(planned.fault, things)
    // What goes wrong with it is thrown at the end, not while others are still at work.
    work.catch(() => undefined)
    running.push(work)
  }
  await Promise.all(running)
}

async function breakOne(fault: Fault, { ground, phones, seats }: Breakable): Promise<void> {
  switch (fault.kind) {
    case 'kill': return kill(fault.what, fault.forMs, ground)
    case 'drain': return hubOf(fault.what, ground).end({ signal: 'SIGTERM', forMs: fault.forMs })
    case 'stall': return stall(ground.pidOf(fault.what), fault.forMs)
    case 'cut':
      ground.cable(fault.what).cut()
      await sleep(fault.forMs)
      return ground.cable(fault.what).mend()
    case 'freeze':
      ground.cable(fault.what).freeze()
      await sleep(fault.forMs)
      return ground.cable(fault.what).mend({ dropHeld: fault.dropHeld })
    case 'slow':
      ground.cable(fault.what).slowDown(fault.delayMs)
      await sleep(fault.forMs)
      return ground.cable(fault.what).slowDown(0)
    case 'dropPhone': return phones[fault.what]?.drop()
    case 'restartPhone': return phones[fault.what]?.restart()
    case 'restorePhone': return phones[fault.what]?.restore()
    case 'dropSeat': return seats[fault.what]?.seat.dropTheLine()
  }
}

async function kill(what: ProcessName, forMs: number, ground: Ground): Promise<void> {
  if (what === 'hub0' || what === 'hub1') return hubOf(what, ground).end({ signal: 'SIGKILL', forMs })
  return ground.killServer(what, forMs)
}

/** A process that ends meanwhile needs no SIGCONT. */
async function stall(pid: number | null, forMs: number): Promise<void> {
  if (pid === null) return
  signal(pid, 'SIGSTOP')
  await sleep(forMs)
  signal(pid, 'SIGCONT')
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch { /* it has ended */ }
}

function hubOf(what: 'hub0' | 'hub1', { hubs }: Ground): SupervisedHub {
  return hubs[what === 'hub0' ? 0 : 1] as SupervisedHub
}

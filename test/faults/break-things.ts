import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultPhone } from './fault-phone.ts'
import type { FaultSeat } from './fault-seat.ts'
import type { Ground } from './ground.ts'
import type { Fault, Planned } from './plan.ts'

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
    case 'kill': return ground.kill(await ground.whoIs(fault.what), fault.forMs)
    case 'drain': return ground.hub(fault.what).end({ signal: 'SIGTERM', forMs: fault.forMs })
    case 'stall': return stall(ground.pidOf(await ground.whoIs(fault.what)), fault.forMs)
    case 'fillDisk': return ground.fillDisk(fault.what, fault.forMs)
    case 'clockJump': return ground.moveClock(fault)
    case 'dropPhone': return phones[fault.what]?.drop()
    case 'restartPhone': return phones[fault.what]?.restart()
    case 'restorePhone': return phones[fault.what]?.restore()
    case 'dropSeat': return seats[fault.what]?.seat.dropTheLine()
    default: return breakCable(fault, ground)
  }
}

type CableFault = Extract<Fault, { kind: 'cut' | 'freeze' | 'swallow' | 'overtake' | 'slow' }>

async function breakCable(fault: CableFault, ground: Ground): Promise<void> {
  const cable = ground.cable(fault.what)
  switch (fault.kind) {
    case 'cut':
      cable.cut()
      await sleep(fault.forMs)
      return cable.mend()
    case 'freeze':
      cable.freeze()
      await sleep(fault.forMs)
      return cable.mend({ dropHeld: fault.dropHeld })
    case 'swallow':
      cable.swallow()
      await sleep(fault.forMs)
      return cable.breakOld()
    case 'overtake':
      cable.holdBack()
      await sleep(gatherMs)
      cable.hangUp()
      await sleep(fault.forMs)
      return cable.breakOld()
    case 'slow':
      cable.slowDown(fault.delayMs)
      await sleep(fault.forMs)
      return cable.slowDown(0)
  }
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

/** In which peers say something that is held back. */
const gatherMs = 150

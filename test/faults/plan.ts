import { Dice } from '../../bench/fleet/dice.ts'

export const servers = ['nats', 'database'] as const
export const processes = ['hub0', 'hub1', ...servers] as const
export const cables = [
  'phones-hub0', 'phones-hub1', 'seats-hub0', 'seats-hub1', 'hub0-nats', 'hub1-nats', 'hub0-database', 'hub1-database',
] as const
export type ProcessName = (typeof processes)[number]
export type CableName = (typeof cables)[number]

/** One thing that goes wrong, and how long it stays so. */
export type Fault =
  | { kind: 'kill'; what: ProcessName; forMs: number }
  /** SIGTERM: a hub drains and is started again. */
  | { kind: 'drain'; what: 'hub0' | 'hub1'; forMs: number }
  /** SIGSTOP, then SIGCONT. */
  | { kind: 'stall'; what: ProcessName; forMs: number }
  | { kind: 'cut'; what: CableName; forMs: number }
  /** `dropHeld`: what was on the way is lost when the link comes back. */
  | { kind: 'freeze'; what: CableName; forMs: number; dropHeld: boolean }
  | { kind: 'slow'; what: CableName; forMs: number; delayMs: number }
  /** One phone's cable, its software, or its memory. */
  | { kind: 'dropPhone' | 'restartPhone' | 'restorePhone'; what: number; forMs: number }
  | { kind: 'dropSeat'; what: number; forMs: number }

export interface Planned {
  atMs: number
  fault: Fault
}

export interface PlanOptions {
  seed: number
  seconds: number
  phones: number
  seats: number
}

/**
 * What goes wrong in one run, by its seed alone. Several things may be wrong at once; one thing is broken one
 * way at a time.
 */
export function planFaults({ seed, seconds, phones, seats }: PlanOptions): Planned[] {
  const dice = new Dice(`faults ${seed}`)
  const endMs = seconds * 1_000
  const busyUntil = new Map<string | number, number>()
  const plan: Planned[] = []
  // A moment of peace first: everybody is connected.
  for (let atMs = 1_000; atMs < endMs; atMs += dice.between(150, 1_800)) {
    const fault = rollFault(dice, { phones, seats, leftMs: endMs - atMs })
    const key = `${/Phone$|Seat$/.exec(fault.kind)?.[0] ?? ''} ${fault.what}`
    if ((busyUntil.get(key) ?? 0) > atMs) continue
    busyUntil.set(key, atMs + fault.forMs + graceMs)
    plan.push({ atMs: Math.round(atMs), fault })
  }
  return plan
}

function rollFault(dice: Dice, { phones, seats, leftMs }: { phones: number; seats: number; leftMs: number }): Fault {
  const forMs = Math.round(dice.around(900, 0.8))
  const short = Math.min(Math.max(forMs, 50), 6_000)
  const cable = dice.pick(cables)
  const kind = dice.weighted([
    ['kill', 5], ['drain', 1], ['stall', 3], ['longStall', leftMs > longStallMs ? 0.5 : 0], ['cut', 5],
    ['freeze', 4], ['slow', 2], ['dropPhone', 3], ['restartPhone', 2], ['restorePhone', 1], ['dropSeat', 3],
  ] as const)
  switch (kind) {
    case 'kill': return { kind, what: dice.pick(processes), forMs: short }
    case 'drain': return { kind, what: dice.pick(['hub0', 'hub1']), forMs: short }
    case 'stall': return { kind, what: dice.pick(processes), forMs: short }
    // Longer than the silence after which a hub is declared lost.
    case 'longStall': return { kind: 'stall', what: dice.pick(['hub0', 'hub1']), forMs: longStallMs }
    case 'cut': return { kind, what: cable, forMs: short }
    case 'freeze': return { kind, what: cable, forMs: short, dropHeld: dice.chance(0.5) }
    case 'slow': return { kind, what: cable, forMs: short, delayMs: dice.integer(5, 200) }
    case 'dropSeat': return { kind, what: dice.integer(0, seats - 1), forMs: 0 }
    default: return { kind, what: dice.integer(0, phones - 1), forMs: 0 }
  }
}

export function describeFault({ atMs, fault }: Planned): string {
  const { kind, what, forMs, ...more } = fault
  const details = Object.entries(more).map(([name, value]) => ` ${name}=${value}`).join('')
  return `${(atMs / 1_000).toFixed(1)} s: ${kind} ${what}${forMs > 0 ? ` for ${forMs} ms` : ''}${details}`
}

/** Between two faults of the same thing: a killed process has begun to start. */
const graceMs = 700
/** hubLostMs is 15 s; housekeeping looks every 10 s. */
const longStallMs = 26_000

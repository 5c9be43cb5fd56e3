import { Dice } from '../../bench/fleet/dice.ts'

/** Three hubs on a cluster of three, or two hubs on one server: decided by the seed. */
export interface Layout {
  hubs: number
  /** Servers of NATS. */
  servers: number
}

export type HubName = `hub${number}`
export type NatsName = `nats${number}`
export type ServerName = NatsName | 'database'
/** Who has it at that moment: the hub that projects, the NATS server that leads the journal. */
export type Role = 'projector' | 'leader'
export type ProcessName = HubName | ServerName | Role
export type PeerCable = `phones-${HubName}` | `seats-${HubName}`
export type CableName = PeerCable | `${HubName}-${ServerName}`

/** One thing that goes wrong, and how long it stays so. */
export type Fault =
  | { kind: 'kill'; what: ProcessName; forMs: number }
  /** SIGTERM: a hub drains and is started again. */
  | { kind: 'drain'; what: HubName; forMs: number }
  /** SIGSTOP, then SIGCONT. */
  | { kind: 'stall'; what: ProcessName; forMs: number }
  /** No byte more fits on its disk; then there is room again, and it is started anew. */
  | { kind: 'fillDisk'; what: ServerName; forMs: number }
  | { kind: 'clockJump'; what: HubName; forMs: number; byMs: number }
  | { kind: 'cut'; what: CableName; forMs: number }
  /** `dropHeld`: what was on the way is lost when the link comes back. */
  | { kind: 'freeze'; what: CableName; forMs: number; dropHeld: boolean }
  /** Half-open: what is open then swallows everything, what comes is whole. */
  | { kind: 'swallow'; what: CableName; forMs: number }
  /** Peers lose their connections and come back; what they had said last arrives after that. */
  | { kind: 'overtake'; what: PeerCable; forMs: number }
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

export function layoutOf(seed: number): Layout {
  return seed % 3 === 0 ? { hubs: 3, servers: 3 } : { hubs: 2, servers: 1 }
}

export function hubNames({ hubs }: Layout): HubName[] {
  return Array.from({ length: hubs }, (_, index) => `hub${index}` as const)
}

export function natsNames({ servers }: Layout): NatsName[] {
  return Array.from({ length: servers }, (_, index) => `nats${index}` as const)
}

export function serverNames(layout: Layout): ServerName[] {
  return [...natsNames(layout), 'database']
}

export function cableNames(layout: Layout): CableName[] {
  return hubNames(layout).flatMap((hub) => [
    `phones-${hub}` as const, `seats-${hub}` as const,
    ...serverNames(layout).map((server) => `${hub}-${server}` as const),
  ])
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
  const layout = layoutOf(seed)
  // A moment of peace first: everybody is connected.
  for (let atMs = 1_000; atMs < endMs; atMs += dice.between(150, 1_800)) {
    const fault = rollFault(dice, { phones, seats, layout, leftMs: endMs - atMs })
    const key = keyOf(fault)
    if ((busyUntil.get(key) ?? 0) > atMs) continue
    busyUntil.set(key, atMs + fault.forMs + graceMs)
    plan.push({ atMs: Math.round(atMs), fault })
  }
  return plan
}

/** What can be broken one way at a time. */
export function keyOf({ kind, what }: Fault): string {
  return `${/Phone$|Seat$|^clockJump$/.exec(kind)?.[0] ?? ''} ${what}`
}

interface Ground { phones: number; seats: number; layout: Layout; leftMs: number }

function rollFault(dice: Dice, { phones, seats, layout, leftMs }: Ground): Fault {
  const forMs = Math.min(Math.max(Math.round(dice.around(900, 0.8)), 50), 6_000)
  const hubs = hubNames(layout)
  const cable = dice.pick(cableNames(layout))
  const peers = dice.pick(['phones', 'seats'] as const)
  const process = dice.pick<ProcessName>([...hubs, ...serverNames(layout), 'projector', 'leader'])
  const kind = dice.weighted([
    ['kill', 5], ['drain', 1], ['stall', 3], ['longStall', leftMs > longStallMs ? 0.5 : 0], ['fillDisk', 1],
    ['clockJump', 1], ['cut', 5], ['freeze', 4], ['swallow', 2], ['overtake', 2], ['slow', 2], ['dropPhone', 3],
    ['restartPhone', 2], ['restorePhone', 1], ['dropSeat', 3],
  ] as const)
  switch (kind) {
    case 'kill': return { kind, what: process, forMs }
    case 'drain': return { kind, what: dice.pick(hubs), forMs }
    case 'stall': return { kind, what: process, forMs }
    // Longer than the silence after which a hub is declared lost.
    case 'longStall': return { kind: 'stall', what: dice.pick(hubs), forMs: longStallMs }
    case 'fillDisk': return { kind, what: dice.pick(serverNames(layout)), forMs }
    case 'clockJump': {
      const byMs = dice.integer(-jumpMsMax, jumpMsMax)
      return { kind, what: dice.pick(hubs), forMs: 3 * forMs, byMs }
    }
    case 'cut':
    case 'swallow': return { kind, what: cable, forMs }
    case 'freeze': return { kind, what: cable, forMs, dropHeld: dice.chance(0.5) }
    case 'overtake': return { kind, what: `${peers}-${dice.pick(hubs)}`, forMs }
    case 'slow': return { kind, what: cable, forMs, delayMs: dice.integer(5, 200) }
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
/** Beyond the silence after which hubs and phones are taken for gone. */
const jumpMsMax = 90_000

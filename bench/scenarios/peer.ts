import type { PeerKind } from '../load/lines.ts'
import { type ProcessCost, costBetween, readCost } from './process-cost.ts'
import type { Collectable } from './steady-heap.ts'

/** A server under test: what the load speaks to, and the processes it consists of. */
export interface Peer extends Collectable {
  readonly kind: PeerKind
  readonly port: number
  /** The process with the sockets comes first. */
  readonly processes: readonly { name: string; pid: number }[]
  /** Messages that are delivered and still on their way to where they are kept. */
  backlog(): Promise<number>
  /** What it says of itself when something went wrong. */
  complaints(): Promise<string[]>
  stop(): Promise<void>
}

export type PeerCosts = ReadonlyMap<string, ProcessCost>

export function readCosts({ processes }: Peer): PeerCosts {
  return new Map(processes.map(({ name, pid }) => [name, readCost(pid)]))
}

/** CPU µs by process; `<first> loop` is the main thread of the process with the sockets. */
export function cpuBetween(before: PeerCosts, after: PeerCosts): Record<string, number> {
  const spent: Record<string, number> = {}
  for (const [name, cost] of after) {
    const { cpuUs, mainThreadUs } = costBetween(before.get(name) as ProcessCost, cost)
    if (Object.keys(spent).length === 0) spent[`${name} loop`] = mainThreadUs
    spent[name] = cpuUs
  }
  return spent
}

/** Whole processes only: the loop's share is in them, and the client is no server. */
export function serverCpu(byProcess: Readonly<Record<string, number>>): number {
  const servers = Object.entries(byProcess).filter(([name]) => name !== 'client' && !name.endsWith(' loop'))
  return servers.reduce((sum, [, cpuUs]) => sum + cpuUs, 0)
}

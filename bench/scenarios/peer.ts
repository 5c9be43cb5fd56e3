import type { PeerKind } from '../load/lines.ts'
import { type ProcessCost, costBetween, readCost } from './process-cost.ts'

/** A server under test: what the load speaks to, and the processes it consists of. */
export interface Peer {
  readonly kind: PeerKind
  readonly port: number
  /** The process with the sockets comes first. */
  readonly processes: readonly { name: string; pid: number }[]
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

import { readFileSync, readdirSync } from 'node:fs'

/** What the kernel says of a process, all its threads together. */
export interface ProcessCost {
  cpuUs: number
  /** Of the main thread alone: where the event loop runs. */
  mainThreadUs: number
  rssBytes: number
}

export function readCost(pid: number): ProcessCost {
  const stat = readStat(`/proc/${pid}/stat`)
  const main = readStat(`/proc/${pid}/task/${pid}/stat`)
  return {
    cpuUs: cpuOf(stat), mainThreadUs: cpuOf(main), rssBytes: Number(stat[rssField]) * pageBytes,
  }
}

export interface ChildProcessInfo { pid: number; command: string }

/** Processes that this one has started itself. */
export function childrenOf(parent: number): ChildProcessInfo[] {
  const pids = readdirSync('/proc').map(Number).filter((pid) => pid > 0)
  return pids.flatMap((pid) => {
    try {
      if (Number(readStat(`/proc/${pid}/stat`)[parentField]) !== parent) return []
      return [{ pid, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }]
    } catch {
      // It ended meanwhile.
      return []
    }
  })
}

export function costBetween(before: ProcessCost, after: ProcessCost): { cpuUs: number; mainThreadUs: number } {
  return { cpuUs: after.cpuUs - before.cpuUs, mainThreadUs: after.mainThreadUs - before.mainThreadUs }
}

/** Fields behind the name, which is in brackets and may contain anything; see proc(5), counted from `state`. */
function readStat(path: string): string[] {
  const text = readFileSync(path, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function cpuOf(stat: string[]): number {
  return (Number(stat[userField]) + Number(stat[systemField])) * tickUs
}

const parentField = 1
const userField = 11
const systemField = 12
const rssField = 21
/** Linux on x86 and ARM: 100 ticks a second, whatever the kernel's own rate; pages of 4 KiB. */
const tickUs = 10_000
const pageBytes = 4_096

import { readFileSync, readdirSync } from 'node:fs'

/** Processes that descend from this one, its own number not among them; Linux only. */
export function descendantsOf(pid: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parents = new Map(pids.map((name) => [Number(name), parentOf(name)]))
  const found = new Set([pid])
  for (let before = 0; before !== found.size;) {
    before = found.size
    for (const [one, parent] of parents) if (parent !== null && found.has(parent)) found.add(one)
  }
  found.delete(pid)
  return [...found]
}

export function isAlive(pid: number): boolean {
  // A zombie that nobody has waited for has ended.
  return /^State:\s+[^ZX]/m.test(readStatus(String(pid)))
}

function parentOf(pid: string): number | null {
  const found = /^PPid:\s*(\d+)/m.exec(readStatus(pid))?.[1]
  return found === undefined ? null : Number(found)
}

function readStatus(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

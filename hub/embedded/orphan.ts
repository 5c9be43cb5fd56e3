import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Suspect {
  pid: number
  /** The process that started it. While that one is still its parent, it is no orphan. */
  owner: number
  /** A path that the command line of our own server contains: the number may belong to a stranger by now. */
  mentions: string
}

/**
 * Stops a server that a killed hub left behind.
 * 'gone': nothing of ours runs; 'stopped': it ran without its owner; 'owned': its owner lives, hands off.
 */
export async function stopOrphan(suspect: Suspect): Promise<'gone' | 'stopped' | 'owned'> {
  const seen = look(suspect.pid)
  if (seen === null || !seen.command.includes(suspect.mentions)) return 'gone'
  if (seen.parent === suspect.owner) return 'owned'
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!send(suspect.pid, signal)) return 'stopped'
    if (await leftWithin(suspect)) return 'stopped'
  }
  throw new Error(`process ${suspect.pid} does not end: stop it by hand and start again`)
}

async function leftWithin(suspect: Suspect): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < signalPatienceMs; waitedMs += pollMs) {
    if (!look(suspect.pid)?.command.includes(suspect.mentions)) return true
    await sleep(pollMs)
  }
  return false
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

function look(pid: number): { command: string, parent: number } | null {
  try {
    return process.platform === 'linux' ? lookInProc(pid) : askPs(pid)
  } catch {
    return null
  }
}

function lookInProc(pid: number): { command: string, parent: number } | null {
  // A zombie has an empty command line, so it counts as gone.
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return { command, parent: Number(parent) }
}

function askPs(pid: number): { command: string, parent: number } | null {
  const line = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  const found = /^(\d+)\s+(.*)$/s.exec(line)
  return found === null ? null : { parent: Number(found[1]), command: found[2] ?? '' }
}

/** nats-server and the database both leave within a second unless their disk hangs. */
const signalPatienceMs = 8_000
const pollMs = 20

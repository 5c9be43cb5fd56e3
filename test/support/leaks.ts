import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { afterAll } from 'vitest'

/**
 * Fails a test file that leaves something behind: a child process, a socket or server (also those of native
 * add-ons, which Node's own lists don't show), a worker thread or a running timer. Call it from a setup file:
 * its `afterAll` is registered first and so runs after those of the test file.
 */
export function watchForLeaks(): void {
  const before = readHeld()
  afterAll(async () => {
    const leaked = await waitUntilFree(before)
    if (leaked.length > 0) throw new Error(`this test file left open: ${leaked.join(', ')}`)
  })
}

/** What this process holds, by a key that stays while the thing lives; kinds without identity are counted. */
export interface Held {
  named: Map<string, string>
  counted: Map<string, number>
}

export function readHeld(): Held {
  const named = new Map([...readChildren(), ...readSockets(), ...readThreads()])
  const counted = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) {
    if (countedKinds.has(kind)) counted.set(kind, (counted.get(kind) ?? 0) + 1)
  }
  return { named, counted }
}

/** What is held now and wasn't before, in words. */
export function leakedSince(before: Held, now: Held): string[] {
  const leaked = [...now.named].filter(([key]) => !before.named.has(key)).map(([, name]) => name)
  for (const [kind, count] of now.counted) {
    const more = count - (before.counted.get(kind) ?? 0)
    if (more > 0) leaked.push(`${more} × ${kind}`)
  }
  return leaked
}

async function waitUntilFree(before: Held): Promise<string[]> {
  const until = performance.now() + closingMsMax
  for (;;) {
    const leaked = leakedSince(before, readHeld())
    if (leaked.length === 0 || performance.now() > until) return leaked
    await new Promise((resolve) => { realSetTimeout(resolve, lookAgainMs) })
  }
}

function readChildren(): [string, string][] {
  const pids = list('/proc/self/task').flatMap((task) => {
    return read(`/proc/self/task/${task}/children`).split(' ').filter(Boolean)
  })
  return pids.map((pid) => {
    const command = read(`/proc/${pid}/cmdline`).split('\0').slice(0, 3).join(' ').trim()
    return [`process ${pid}`, `child process ${pid} (${command || 'not waited for'})`]
  })
}

function readSockets(): [string, string][] {
  const held: [string, string][] = []
  for (const descriptor of list('/proc/self/fd')) {
    const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/self/fd/${descriptor}`))?.[1]
    if (inode !== undefined) held.push([`socket ${inode}`, socketName(inode)])
  }
  return held
}

/** Node lists its worker threads nowhere but in a diagnostic report (about 10 ms). */
function readThreads(): [string, string][] {
  // The report would look up the host name of every peer.
  Object.assign(process.report, { excludeNetwork: true })
  const report = process.report.getReport() as { workers?: { header: { threadId: number } }[] }
  const ids = (report.workers ?? []).map(({ header }) => header.threadId)
  return ids.map((id) => [`thread ${id}`, `worker thread ${id}`])
}

/** `/proc/net/tcp`: local and remote address in hexadecimal, then the state; the inode is the tenth column. */
function socketName(inode: string): string {
  for (const table of ['tcp', 'tcp6']) {
    for (const line of read(`/proc/self/net/${table}`).split('\n')) {
      const columns = line.trim().split(/\s+/)
      if (columns[9] !== inode) continue
      const [local, remote] = [portOf(columns[1]), portOf(columns[2])]
      if (columns[3] === listening) return `server on port ${local}`
      return `socket from port ${local} to port ${remote}`
    }
  }
  const local = read('/proc/self/net/unix').split('\n').map((line) => line.trim().split(/\s+/))
  const path = local.find((columns) => columns[6] === inode)?.[7]
  return path === undefined ? `unnamed socket or pipe ${inode}` : `socket ${path}`
}

function portOf(address: string | undefined): number {
  return Number.parseInt(address?.split(':')[1] ?? '0', 16)
}

// The three readers answer with nothing where a file has gone meanwhile, or on systems without /proc:
// there the counted kinds alone are checked.
function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    return ''
  }
}

// A test may leave fake timers on; the check must still wait for real time.
const realSetTimeout = globalThis.setTimeout

/** Handles close on later turns of the loop, and a server waits for its connections. */
const closingMsMax = 2_000
const lookAgainMs = 50

/** State 0A in `/proc/net/tcp`. */
const listening = '0A'

/** The kinds of `process.getActiveResourcesInfo()` that a test must give back. */
const countedKinds = new Set([
  'Timeout', 'Immediate', 'ProcessWrap', 'TCPServerWrap', 'TCPSocketWrap', 'PipeServerWrap', 'UDPWrap',
  'FSEventWrap',
])

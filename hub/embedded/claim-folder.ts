import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Two processes on one database folder destroy it silently, so each claims it first and keeps it until it dies.
 * An abstract socket is freed by the kernel even after kill -9; only Linux has them. Elsewhere a pipe by name
 * (Windows) or a port of the loopback (macOS) does the same.
 */
export async function claimFolder(folder: string, limits: { waitMs: number, onWait: () => void }): Promise<boolean> {
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    if (await listens(folder)) return true
    if (waitedMs >= limits.waitMs) return false
    if (waitedMs === 0) limits.onWait()
    await sleep(pollMs)
  }
}

function listens(folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(address(folder), () => {
      server.unref()
      resolve(true)
    })
  })
}

function address(folder: string): { path: string } | { port: number, host: string } {
  const digest = createHash('sha1').update(folder).digest()
  const name = `ark-database-${digest.toString('hex')}`
  if (process.platform === 'linux') return { path: `\0${name}` }
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\${name}` }
  return { host: '127.0.0.1', port: dynamicPorts + digest.readUInt16BE(0) % dynamicPortCount }
}

const pollMs = 100
/** IANA's range for private use. */
const dynamicPorts = 49_152
const dynamicPortCount = 16_384

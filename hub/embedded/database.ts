import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, readFile, realpath } from 'node:fs/promises'
import type { ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiledPath } from './compiled.ts'
import { stopOrphan } from './orphan.ts'
import { describeExit, keepTail, runningChild } from './running-child.ts'
import type { RunningChild } from './running-child.ts'

export interface DatabaseOptions {
  /** One database per folder. */
  dataDir: string
  /** Where its socket goes; absent: inside the folder, or a private temporary folder if that path is too long. */
  socketDir?: string
  /** Serve on this port of 127.0.0.1 instead (0: a free one). Without a password: for tests only. */
  port?: number
  /** The first start of a folder takes 3 to 8 s. */
  progress?: (step: string) => void
}

export interface Database extends RunningChild {
  /** For pg. */
  readonly url: string
}

/** What the child process tells. */
export type DatabaseNews = { kind: 'progress', step: string } | { kind: 'ready', port: number }

/** Starts the embedded TimescaleDB in a process of its own, which ends with this process. */
export async function startDatabase(options: DatabaseOptions): Promise<Database> {
  const { progress = () => undefined } = options
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
  const dataDir = await realpath(options.dataDir)
  await clearOrphan({ dataDir, progress })
  const socket = options.port === undefined ? await privateSocketDir(dataDir, options.socketDir) : null
  const where = socket === null ? String(options.port) : join(socket, socketName)
  const child = fork(compiledPath(import.meta.url, './database-child.js'), [dataDir, where], {
    detached: true, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const running = runningChild(child, { stopWithinMs: 15_000 })
  const { port } = await readiness({ child, running, progress })
  const url = socket === null
    ? `postgres://postgres@127.0.0.1:${port}/postgres`
    : `postgres://postgres@localhost/postgres?host=${encodeURIComponent(socket)}`
  return { ...running, url }
}

interface Starting { child: ChildProcess, running: RunningChild, progress: (step: string) => void }

async function readiness({ child, running, progress }: Starting): Promise<{ port: number }> {
  const complaints = child.stderr === null ? () => '' : keepTail(child.stderr)
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => reject(new Error(`the database did not start: ${reason}\n${complaints()}`))
    const impatience = setTimeout(() => {
      fail(`it was not ready within ${readyWithinMs / 1_000} s`)
      void running.stop()
    }, readyWithinMs)
    child.on('message', (news: DatabaseNews) => {
      if (news.kind === 'progress') return progress(news.step)
      clearTimeout(impatience)
      resolve(news)
    })
    // 'close' comes after its last words were read.
    child.once('close', (code, signal) => {
      clearTimeout(impatience)
      fail(describeExit({ code, signal }))
    })
  })
}

interface Folder { dataDir: string, progress: (step: string) => void }

async function clearOrphan({ dataDir, progress }: Folder): Promise<void> {
  const [pid = 0, owner = 0] = (await readFile(join(dataDir, 'database.pid'), 'utf8').catch(() => ''))
    .split(' ').map(Number)
  if (pid === 0) return
  const outcome = await stopOrphan({ pid, owner, mentions: dataDir })
  if (outcome === 'owned') throw new Error(`${dataDir} is in use: process ${owner} runs a database on it`)
  if (outcome === 'stopped') progress(`stopped a database that a killed hub had left behind (process ${pid})`)
}

/**
 * Whoever can open the socket is the database's superuser: the folder is for its owner only.
 * A path that is too long for a socket is replaced by one that depends on it, so a restart finds the same.
 */
async function privateSocketDir(dataDir: string, wanted: string | undefined): Promise<string> {
  const near = wanted ?? join(dataDir, 'socket')
  const digest = createHash('sha1').update(near).digest('hex').slice(0, 16)
  const fits = Buffer.byteLength(join(near, socketName)) <= socketPathBytesMax
  const folder = fits ? near : join(tmpdir(), `ark-db-${digest}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  const found = await lstat(folder)
  const isOurs = found.isDirectory() && found.uid === process.getuid?.()
  if (!isOurs) throw new Error(`${folder} is not a folder of this user: remove it`)
  return folder
}

/** The name that PostgreSQL clients look for. */
const socketName = '.s.PGSQL.5432'
/** The kernel allows 107 on Linux, 103 on macOS. */
const socketPathBytesMax = 100
/** Recovery after a crash, on a slow disk. */
const readyWithinMs = 120_000

// Owns one embedded database folder and serves it, until it is told to stop or its parent dies.
// Arguments: folder, then a socket path or a TCP port of the loopback.
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { claimFolder } from './claim-folder.ts'
import type { DatabaseNews } from './database.ts'
import { openEngine, sessionSql } from './embedded-engine.ts'
import { WireGate } from './wire-gate.ts'

async function serve(folderArgument: string, where: string): Promise<void> {
  mkdirSync(folderArgument, { recursive: true, mode: 0o700 })
  const folder = realpathSync(folderArgument)
  const onWait = (): void => report({ kind: 'progress', step: 'waiting for the previous database process to leave' })
  if (!(await claimFolder(folder, { waitMs: claimWithinMs, onWait }))) {
    throw new Error(`${folder} is in use by another process`)
  }
  writeFileSync(join(folder, 'database.pid'), `${process.pid} ${process.ppid}`)
  const isNew = !existsSync(join(folder, 'pg/PG_VERSION'))
  const step = isNew ? 'creating the embedded database (3 to 8 s)' : 'opening the embedded database'
  report({ kind: 'progress', step })
  const engine = await openEngine(join(folder, 'pg'))
  const gate = new WireGate({ engine, sessionSql, onFatal })
  if (!isPort(where)) rmSync(where, { force: true })
  const address = await gate.listen(isPort(where) ? { host: '127.0.0.1', port: Number(where) } : { path: where })
  keepUp(gate)
  stopOnSignals(async () => {
    await gate.exec('checkpoint')
    await gate.close()
    await engine.close()
  })
  report({ kind: 'ready', port: isPort(where) ? (address as AddressInfo).port : 0 })
}

/** The embedded database has neither a checkpointer nor an autovacuum. */
function keepUp(gate: WireGate): void {
  const every = (ms: number, sql: string): void => {
    setInterval(() => {
      gate.exec(sql).catch((error: unknown) => report({ kind: 'progress', step: `${sql} failed: ${String(error)}` }))
    }, ms).unref()
  }
  every(checkpointEveryMs, 'checkpoint')
  every(vacuumEveryMs, 'vacuum analyze')
}

function stopOnSignals(close: () => Promise<void>): void {
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    close().then(() => process.exit(0), onFatal)
  }
  process.on('SIGTERM', stop)
  // Ctrl-C in a terminal reaches everybody; the parent decides when the database goes.
  process.on('SIGINT', () => undefined)
  process.on('disconnect', stop)
  if (!process.connected) stop()
}

function onFatal(error: unknown): void {
  // WAL holds what was committed; the next start recovers from it.
  process.stderr.write(`embedded database: ${String(error)}\n`)
  process.exit(fatalExitCode)
}

function report(news: DatabaseNews): void {
  if (process.connected) process.send?.(news, undefined, undefined, () => undefined)
}

function isPort(where: string): boolean {
  return /^\d+$/.test(where)
}

const claimWithinMs = 10_000
const checkpointEveryMs = 60_000
const vacuumEveryMs = 3_600_000
const fatalExitCode = 70

const [, , folderArgument, where] = process.argv
if (folderArgument === undefined || where === undefined) throw new Error('usage: FOLDER SOCKET-OR-PORT')
serve(folderArgument, where).catch(onFatal)

import { mkdir } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { pathToFileURL } from 'node:url'
import type { Pool } from '../storage/pool.ts'
import { everyAddress, type Config, readConfig } from './config.ts'
import { type Hub, startHub } from './hub.ts'
import { prepareDatabase, startInfrastructure } from './infrastructure.ts'
import { whenDatabaseIsThere } from './when-database-is-there.ts'

export interface MainOptions {
  argv: string[]
  /** The demo fills the database here, before the hub reads it. */
  afterMigrate?: (parts: { pool: Pool; config: Readonly<Config> }) => Promise<void>
  onReady?: (info: { url: string }) => Promise<void> | void
  /** Before the hub drains. */
  onStopping?: () => Promise<void> | void
}

/**
 * The whole program: config → embedded parts → database → hub, until a signal. A run that is over (declared
 * lost, fenced) is followed by a new one. Ends the process with 0 after a signal, 1 after what can't be
 * mended here.
 */
export async function main(options: MainOptions): Promise<void> {
  const read = readConfig(process.env)
  if (!read.ok) {
    for (const fault of read.faults) console.error(`✗ ${fault}`)
    process.exitCode = 2
    return
  }
  const { config } = read
  const signal = waitForSignal()
  try {
    await run(options, config, signal)
  } catch (error) {
    console.error(`✗ ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
  // uWebSockets.js and a client that reconnects may keep the loop alive: everything of ours is stopped here.
  process.exit()
}

async function run(options: MainOptions, config: Readonly<Config>, signal: Promise<'signal'>): Promise<void> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const infrastructure = await startInfrastructure(config, progress)
  const { natsUrl, databaseUrl } = infrastructure
  try {
    // What waits for NATS or the database is left at once by a signal.
    const prepared = await Promise.race([signal, prepareDatabase({
      databaseUrl, progress, afterMigrate: async (pool) => options.afterMigrate?.({ pool, config }),
    })])
    if (prepared === 'signal') return
    for (;;) {
      progress('starting the hub')
      const start = () => startHub({ config, natsUrl, databaseUrl, progress })
      const hub = await Promise.race([signal, whenDatabaseIsThere(start, { progress })])
      if (hub === 'signal') return
      const { port } = hub
      await options.onReady?.({ url: `http://127.0.0.1:${port}` })
      printWelcome({ host: config.host, port, firstPassword: prepared.firstPassword })
      const why = await Promise.race([signal, hub.over, infrastructure.lost])
      if (why !== 'signal') console.error(`! ${why}`)
      if (why === 'signal') await options.onStopping?.()
      await stopHub(hub, why)
      if (why === 'signal') return
      if (why.startsWith('the journal is broken')) {
        throw new Error(`${why}: nothing is served from it; see README, Operating`)
      }
      if (why.startsWith('the embedded')) {
        throw new Error(`${why}: see its log in ${config.dataDir}, then start again`)
      }
    }
  } finally {
    await infrastructure.stop()
  }
}

async function stopHub(hub: Hub, why: string): Promise<void> {
  if (why === 'signal') progress('stopping: closing connections, storing what was taken')
  await hub.stop()
}

function progress(step: string): void {
  console.log(`· ${step}`)
}

function printWelcome(
  { host, port, firstPassword }: {
    host: string; port: number; firstPassword: { loginName: string; password: string } | null
  },
): void {
  console.log(`\n方舟 Ark Hub is ready\n`)
  if (firstPassword !== null) {
    const { loginName, password } = firstPassword
    console.log(`  First administrator: ${loginName}   password: ${password}   (shown only this once)\n`)
  }
  for (const address of host === everyAddress ? ['127.0.0.1', ...ownAddresses()] : [host]) {
    const place = `${address}:${port}`
    console.log(`  agents   http://${place}/\n  admin    http://${place}/admin\n  phones   ws://${place}/phone\n`)
  }
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flat()
    .flatMap((one) => one !== undefined && one.family === 'IPv4' && !one.internal ? [one.address] : [])
}

/** The first signal stops in order; a second one at once. */
function waitForSignal(): Promise<'signal'> {
  return new Promise((resolve) => {
    let heard = 0
    const onSignal = (): void => {
      heard += 1
      if (heard > 1) process.exit(130)
      resolve('signal')
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
    // The child of a supervisor or a test that was killed: nobody else would stop it.
    process.on('disconnect', onSignal)
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main({ argv: process.argv.slice(2) })

import { type ChildProcess, fork } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { readConfig } from './config.ts'
import { compiledPath } from './embedded/compiled.ts'
import { prepareDatabase, startInfrastructure } from './infrastructure.ts'

/**
 * Several hubs on one machine: this supervisor owns the embedded NATS and database, hubs are its children, so
 * a killed hub takes nothing with it. `HUBS` says how many (2), on HUB_PORT, HUB_PORT + 1 …, or all of them on
 * HUB_PORT with HUB_PORT_SHARED=1. A hub that ends is started again.
 */
async function cluster(): Promise<void> {
  const read = readConfig(process.env)
  const count = Number(process.env.HUBS ?? '2')
  if (!read.ok || !Number.isInteger(count) || count < 1 || count > 16) {
    const faults = read.ok ? ['HUBS: must be a whole number from 1 to 16'] : read.faults
    for (const fault of faults) console.error(`✗ ${fault}`)
    process.exit(2)
  }
  const { config } = read
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const infrastructure = await startInfrastructure(config, progress)
  const { natsUrl, databaseUrl } = infrastructure
  const { firstPassword } = await prepareDatabase({ databaseUrl, progress })
  if (firstPassword !== null) {
    const { loginName, password } = firstPassword
    console.log(`  First administrator: ${loginName}   password: ${password}   (shown only this once)`)
  }
  let stopping = false
  const hubs = new Map<number, ChildProcess>()
  const launch = (index: number): void => {
    const port = config.portShared ? config.port : config.port + index
    const hub = fork(compiledPath(import.meta.url, './main.js'), [], {
      env: {
        ...process.env, NATS_URL: natsUrl, DATABASE_URL: databaseUrl, HUB_PORT: String(port),
        HUB_DATA: config.dataDir, HUB_MEDIA: config.mediaDir,
      },
      stdio: 'inherit', detached: true,
    })
    hubs.set(index, hub)
    console.log(`· hub ${index + 1} on port ${port}, process ${hub.pid ?? 0}`)
    hub.once('exit', () => {
      hubs.delete(index)
      if (!stopping) setTimeout(() => launch(index), restartMs)
    })
  }
  for (let index = 0; index < count; index++) launch(index)
  await untilSignal()
  stopping = true
  await Promise.all([...hubs.values()].map((hub) => new Promise((resolve) => {
    hub.once('exit', resolve)
    hub.kill('SIGTERM')
  })))
  await infrastructure.stop()
  process.exit(0)
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve())
    process.on('SIGTERM', () => resolve())
    process.on('disconnect', () => resolve())
  })
}

function progress(step: string): void {
  console.log(`· ${step}`)
}

const restartMs = 1_000

await cluster()

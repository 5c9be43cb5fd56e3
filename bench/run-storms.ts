import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { repositoryRoot } from '../storage/repository-root.ts'
import { conditionsOf } from './conditions.ts'
import { newCredentials } from './load/credentials.ts'
import type { Peer } from './scenarios/peer.ts'
import { seed } from './scenarios/seed.ts'
import { measureSlowReaders } from './scenarios/slow-readers.ts'
import { startBenchHub } from './scenarios/start-bench-hub.ts'
import { measureStorm } from './scenarios/storm.ts'

/**
 * npm run bench:storms [-- --phones 10000 --seats 1000 --slow 1000 --only storm|slow-readers]: cut cables, and
 * consoles that stop reading. Writes bench/results/storms.json; what --only leaves out keeps its earlier figures.
 */
async function bench(): Promise<number> {
  const { values } = parseArgs({ options: {
    phones: { type: 'string', default: '10000' }, seats: { type: 'string', default: '1000' },
    slow: { type: 'string', default: '1000' }, only: { type: 'string' },
  } })
  const [phones, seats, slow] = [Number(values.phones), Number(values.seats), Number(values.slow)]
  const template = await mkdtemp(join(tmpdir(), 'ark-bench-seed-'))
  const secret = randomBytes(16).toString('hex')
  const conditions = conditionsOf(
    `${phones} phones, ${seats} consoles, ${slow} slow ones. Each scenario says when it ran.`,
  )
  const faults: string[] = []
  const results: Record<string, unknown> = {}
  try {
    const phonesPerSeat = Math.max(1, phones / seats)
    await seed({ dataDir: template, credentials: newCredentials(secret), phones, seats, phonesPerSeat })
    const others = { phones: 20 * phonesPerSeat, seats: 20, talkers: 20 }
    const scenarios: Record<string, (hub: Peer) => Promise<{ faults: string[] }>> = {
      'storm': (hub) => measureStorm(hub, { secret, phones, seats }),
      'slow-readers': (hub) => measureSlowReaders(hub, { secret, slow, ...others }),
    }
    for (const [name, scenario] of Object.entries(scenarios)) {
      if (values.only !== undefined && values.only !== name) continue
      const hub = await startBenchHub({ template, steadyHeap: name === 'slow-readers' })
      try {
        const measured = await scenario(hub)
        if (measured.faults.length > 0) faults.push(...measured.faults, ...await hub.complaints())
        results[name] = { date: conditions.date, ...measured }
        console.log(name, JSON.stringify(measured, null, 2))
      } finally {
        await hub.stop()
      }
    }
    await keepResults({ conditions, ...results })
  } finally {
    await rm(template, { recursive: true, force: true })
  }
  for (const fault of new Set(faults)) console.error(`✗ ${fault}`)
  return faults.length === 0 ? 0 : 1
}

async function keepResults(measured: Record<string, unknown>): Promise<void> {
  const folder = join(repositoryRoot(), 'bench/results')
  const file = join(folder, 'storms.json')
  await mkdir(folder, { recursive: true })
  const earlier: unknown = await readFile(file, 'utf8').then(JSON.parse, () => ({}))
  await writeFile(file, `${JSON.stringify(Object.assign({}, earlier, measured), null, 2)}\n`)
}

process.exitCode = await bench()

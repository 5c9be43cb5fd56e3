import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { repositoryRoot } from '../storage/repository-root.ts'
import { conditionsOf } from './conditions.ts'
import { newCredentials } from './load/credentials.ts'
import { type BenchConditions, type BenchRow, markdownOf, relayColumns, tableOf } from './report.ts'
import { knownPeers } from './scenarios/known-peers.ts'
import { type BenchOptions, readOptions, usage } from './scenarios/options.ts'
import { type BenchGround, type ReadyPeer, idleRow, runIdle, runRelay } from './scenarios/rounds.ts'
import { seed } from './scenarios/seed.ts'

/** Prints a table, writes bench/results/relay.json and relay.md. Talks to 127.0.0.1 only; stops what it started. */
async function bench(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage)
    return 0
  }
  const read = readOptions(args)
  if (!read.ok) {
    console.error(`${read.faults.join('\n')}\n\n${usage}`)
    return 2
  }
  const { options } = read
  const ground = await prepare(options)
  try {
    const [raw, hub] = [await readied('raw', ground), await readied('hub', ground)]
    const rows = options.only === 'idle' ? [] : await runRelay(ground, [raw, hub])
    if (options.only !== 'relay') {
      const { idlePhones: phones } = options
      rows.push(idleRow(hub.known, 2 * phones, await runIdle(ground, hub, { phones })))
    }
    await write(rows, conditionsOf(howOf(options)))
    const faults = rows.flatMap(({ details }) => details.faults as string[])
    for (const fault of new Set(faults)) console.error(`✗ ${fault}`)
    return faults.length === 0 ? 0 : 1
  } finally {
    await rm(ground.template, { recursive: true, force: true })
  }
}

async function readied(name: 'raw' | 'hub', ground: BenchGround): Promise<ReadyPeer> {
  const known = knownPeers[name]
  const ready = await known.ready(ground)
  if (!ready.ready) throw new Error(ready.reason)
  return { known, start: ready.start }
}

async function prepare(options: BenchOptions): Promise<BenchGround> {
  console.log('· enrolling phones and seats')
  const template = await mkdtemp(join(tmpdir(), 'ark-bench-seed-'))
  const secret = randomBytes(16).toString('hex')
  const phones = Math.max(options.phones, options.only === 'relay' ? 0 : 2 * options.idlePhones)
  const phonesPerSeat = options.phones / options.seats
  await seed({ dataDir: template, credentials: newCredentials(secret), phones, seats: options.seats, phonesPerSeat })
  const nodeOptions = options.profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(options.profile)}`]
  return { options, template, secret, phonesPerSeat, nodeOptions, say: (step) => console.log(`· ${step}`) }
}

async function write(rows: readonly BenchRow[], conditions: BenchConditions): Promise<void> {
  const folder = join(repositoryRoot(), 'bench/results')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'relay.json'), `${JSON.stringify(rows, null, 2)}\n`)
  await writeFile(join(folder, 'relay.md'), markdownOf(rows, relayColumns, conditions))
  console.log(`\n${tableOf(rows, relayColumns)}\n\nwritten: bench/results/relay.json, relay.md`)
}

function howOf({ rounds, seconds, framesPerWrite }: BenchOptions): string {
  return `Medians of ${rounds} rounds of ${seconds} s, raw relay and hub in turn with the same client, `
    + `${framesPerWrite === 1 ? 'each frame written alone' : `${framesPerWrite} frames per write`}; `
    + 'every message is on disk (fsync) before it is acked and delivered; latency at half the measured rate; '
    + 'CPU includes what is stored later.'
}

process.exitCode = await bench(process.argv.slice(2))

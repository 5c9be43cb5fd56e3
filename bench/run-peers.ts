import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { repositoryRoot } from '../storage/repository-root.ts'
import { conditionsOf } from './conditions.ts'
import { newCredentials } from './load/credentials.ts'
import { peersChart } from './peers-chart.ts'
import { type PeerRow, type Skipped, howMeasured, peerColumns, peersMarkdown } from './peers-report.ts'
import { type BenchRow, tableOf } from './report.ts'
import { type PeerName, knownPeers } from './scenarios/known-peers.ts'
import { type PeersOptions, readPeersOptions, usage } from './scenarios/peers-options.ts'
import { type BenchGround, type ReadyPeer, runIdle, runRelay } from './scenarios/rounds.ts'
import { seed } from './scenarios/seed.ts'

/** The hub beside other products, in one run. Talks to 127.0.0.1 only; stops what it started. */
async function benchPeers(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage)
    return 0
  }
  const read = readPeersOptions(args)
  if (!read.ok) {
    console.error(`${read.faults.join('\n')}\n\n${usage}`)
    return 2
  }
  const ground = await prepare(read.options)
  try {
    const { ready, skipped } = await readyPeers(ground, read.options.peers)
    const rows = await measure(ground, ready, read.options)
    await write(rows, skipped, read.options)
    const faults = rows.flatMap((row) => faultsOf(row).map((one) => `${row.peer}: ${one}`))
    for (const fault of new Set(faults)) console.error(`✗ ${fault}`)
    return faults.length === 0 ? 0 : 1
  } finally {
    await rm(ground.template, { recursive: true, force: true })
  }
}

async function prepare(options: PeersOptions): Promise<BenchGround> {
  const sinceMs = performance.now()
  const say = (step: string): void => console.log(`· ${Math.round((performance.now() - sinceMs) / 1000)} s: ${step}`)
  const { phones, seats, idlePhones } = options
  const phonesPerSeat = phones / seats
  const template = await mkdtemp(join(tmpdir(), 'ark-bench-seed-'))
  const secret = randomBytes(16).toString('hex')
  if (options.peers.includes('hub')) {
    say('enrolling phones and seats at the hub')
    const credentials = newCredentials(secret)
    await seed({ dataDir: template, credentials, phones: Math.max(phones, 2 * idlePhones), seats, phonesPerSeat })
  }
  return { options, template, secret, phonesPerSeat, nodeOptions: [], say }
}

/** What can't be had here is left out by name, and the others are measured. */
async function readyPeers(
  ground: BenchGround, names: readonly PeerName[],
): Promise<{ ready: ReadyPeer[]; skipped: Skipped[] }> {
  const ready: ReadyPeer[] = []
  const skipped: Skipped[] = []
  for (const name of names) {
    const known = knownPeers[name]
    const answer = await known.ready(ground)
    if (answer.ready) ready.push({ known, start: answer.start })
    else skipped.push({ title: known.title, reason: answer.reason })
    if (!answer.ready) ground.say(`${known.title} is skipped: ${answer.reason}`)
  }
  return { ready, skipped }
}

async function measure(
  ground: BenchGround, peers: readonly ReadyPeer[], { idlePhones }: PeersOptions,
): Promise<PeerRow[]> {
  const rows = await runRelay(ground, peers)
  const idle = new Map<PeerName, number>()
  for (const peer of idlePhones === 0 ? [] : peers.filter(({ known }) => known.idleLike === undefined)) {
    const { rssBytesPerConnection, faults } = await idleOnce(ground, peer, idlePhones)
    if (rssBytesPerConnection !== null) idle.set(peer.known.name, rssBytesPerConnection)
    for (const row of rows) if (row.peer === peer.known.title) row.details.faults = [...faultsOf(row), ...faults]
  }
  return rows.map((row) => {
    const { known } = peers.find(({ known: { title } }) => title === row.peer) as ReadyPeer
    return { ...row, keeps: known.keeps, rssBytesPerConnection: idle.get(known.idleLike ?? known.name) ?? null }
  })
}

/** What was measured before is not lost for it. */
async function idleOnce(
  ground: BenchGround, peer: ReadyPeer, phones: number,
): Promise<{ rssBytesPerConnection: number | null; faults: string[] }> {
  try {
    return await runIdle(ground, peer, { phones, pollMs: 750 })
  } catch (error) {
    return { rssBytesPerConnection: null, faults: [`idle: ${String(error)}`] }
  }
}

async function write(rows: readonly PeerRow[], skipped: readonly Skipped[], options: PeersOptions): Promise<void> {
  const conditions = conditionsOf(howMeasured(options))
  const { results, docs } = foldersOf(options)
  for (const folder of [results, docs]) await mkdir(folder, { recursive: true })
  const measured = options.peers.map((name) => knownPeers[name])
    .filter(({ title }) => rows.some(({ peer }) => peer === title))
  const markdown = peersMarkdown({ rows, peers: measured, skipped, conditions })
  await writeFile(join(results, 'peers.json'), `${JSON.stringify({ conditions, skipped, rows }, null, 2)}\n`)
  await writeFile(join(results, 'peers.md'), markdown)
  await writeFile(join(docs, 'bench-peers.svg'), peersChart(rows, conditions))
  console.log(`\n${tableOf(rows, peerColumns)}\n\nwritten: peers.json and peers.md in ${results}, `
    + `bench-peers.svg in ${docs}`)
}

function faultsOf({ details }: BenchRow): string[] {
  return details.faults as string[]
}

/** Only a run of all peers becomes the project's figures. */
function foldersOf({ peers, out }: PeersOptions): { results: string; docs: string } {
  const root = repositoryRoot()
  if (out !== null) return { results: resolve(out), docs: resolve(out) }
  const all = peers.length === Object.keys(knownPeers).length
  const results = join(root, all ? 'bench/results' : 'bench/results/tmp')
  return { results, docs: all ? join(root, 'docs') : results }
}

process.exitCode = await benchPeers(process.argv.slice(2))

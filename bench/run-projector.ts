import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { repositoryRoot } from '../storage/repository-root.ts'
import { conditionsOf } from './conditions.ts'
import { newCredentials } from './load/credentials.ts'
import { type Column, markdownOf, rounded, tableOf } from './report.ts'
import { type ProjectorMeasured, measureProjector } from './scenarios/projector.ts'
import { seed } from './scenarios/seed.ts'

type Baseline = 'messages' | 'rows'
interface Row { scenario: string; ratios: Record<Baseline, number>; rounds: ProjectorMeasured[] }

/** The journal into storage beside bare batched inserts of the same rows; bench/results/projector.json and .md. */
async function benchProjector(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: {
    rounds: { type: 'string', default: '3' }, messages: { type: 'string', default: '200000' },
  } })
  const secret = randomBytes(16).toString('hex')
  const template = await mkdtemp(join(tmpdir(), 'ark-bench-seed-'))
  try {
    await seed({ dataDir: template, credentials: newCredentials(secret), phones, seats: 100, phonesPerSeat: 10 })
    const rows: Row[] = scenarios.map(({ scenario }) => ({
      scenario, ratios: { messages: 0, rows: 0 }, rounds: [],
    }))
    for (let round = 1; round <= Number(values.rounds); round++) {
      for (const [index, { scenario, peersPerPhone }] of scenarios.entries()) {
        const messages = Number(values.messages)
        const measured = await measureProjector({ template, secret, phones, peersPerPhone, messages })
        rows[index]?.rounds.push(measured)
        const [toMessages, toRows] = baselines.map((baseline) => ratioTo(baseline)(measured).toFixed(2))
        console.log(`· round ${round}, ${scenario}: ${toRows}, to messages alone ${toMessages}`)
      }
    }
    for (const row of rows) {
      for (const baseline of baselines) row.ratios[baseline] = middle(row.rounds.map(ratioTo(baseline)))
    }
    await write(rows)
  } finally {
    await rm(template, { recursive: true, force: true })
  }
}

async function write(rows: readonly Row[]): Promise<void> {
  const folder = join(repositoryRoot(), 'bench/results')
  await mkdir(folder, { recursive: true })
  const conditions = conditionsOf('Medians; by the projector from the journal, and bare: by `unnest`, 2,000 messages a '
    + 'transaction, all the same rows (messages, their ids, their conversations) or the messages alone, into the '
    + 'embedded database with real fsync.')
  await writeFile(join(folder, 'projector.json'), `${JSON.stringify({ conditions, rows }, null, 2)}\n`)
  await writeFile(join(folder, 'projector.md'), markdownOf(rows, columns, conditions))
  console.log(`\n${tableOf(rows, columns)}\n\nwritten: bench/results/projector.json, projector.md`)
}

const baselines: readonly Baseline[] = ['messages', 'rows']
const ratioTo = (baseline: Baseline) => (measured: ProjectorMeasured): number =>
  measured.projector.rowsPerSecond / measured[baseline].rowsPerSecond
const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

const figure = (title: string, of: (measured: ProjectorMeasured) => number): Column<Row> => ({
  title, show: ({ rounds }) => rounded(middle(rounds.map(of))),
})

const columns: readonly Column<Row>[] = [
  { title: 'scenario', show: ({ scenario }) => scenario },
  { title: 'ratio to all rows', show: ({ ratios }) => ratios.rows.toFixed(2) },
  { title: 'to messages alone', show: ({ ratios }) => ratios.messages.toFixed(2) },
  figure('projector messages/s', ({ projector }) => projector.rowsPerSecond),
  figure('bare, all rows', ({ rows }) => rows.rowsPerSecond),
  figure('bare, messages alone', ({ messages }) => messages.rowsPerSecond),
  figure('projector CPU µs', ({ projector }) => projector.ownUs),
  figure('its database µs', ({ projector }) => projector.databaseUs),
  figure('bare database µs, all rows', ({ rows }) => rows.databaseUs),
  figure('messages alone', ({ messages }) => messages.databaseUs),
]
const phones = 1_000
const scenarios = [
  { scenario: 'busy conversations (4 a phone)', peersPerPhone: 4 },
  { scenario: 'each message another conversation (20 a phone)', peersPerPhone: 20 },
]

await benchProjector(process.argv.slice(2))

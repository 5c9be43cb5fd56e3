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

interface Row { scenario: string; ratio: number; rounds: ProjectorMeasured[] }

/** The journal into storage beside a bare batched insert of the same rows; bench/results/projector.json and .md. */
async function benchProjector(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: {
    rounds: { type: 'string', default: '3' }, messages: { type: 'string', default: '100000' },
  } })
  const secret = randomBytes(16).toString('hex')
  const template = await mkdtemp(join(tmpdir(), 'ark-bench-seed-'))
  try {
    await seed({ dataDir: template, credentials: newCredentials(secret), phones, seats: 100, phonesPerSeat: 10 })
    const rows: Row[] = scenarios.map(({ scenario }) => ({ scenario, ratio: 0, rounds: [] }))
    for (let round = 1; round <= Number(values.rounds); round++) {
      for (const [index, { scenario, peersPerPhone }] of scenarios.entries()) {
        const messages = Number(values.messages)
        const measured = await measureProjector({ template, secret, phones, peersPerPhone, messages })
        rows[index]?.rounds.push(measured)
        console.log(`· round ${round}, ${scenario}: ${ratioOf(measured).toFixed(2)}`)
      }
    }
    for (const row of rows) row.ratio = middle(row.rounds.map(ratioOf))
    await write(rows)
  } finally {
    await rm(template, { recursive: true, force: true })
  }
}

async function write(rows: readonly Row[]): Promise<void> {
  const folder = join(repositoryRoot(), 'bench/results')
  await mkdir(folder, { recursive: true })
  const conditions = conditionsOf('Medians; the same messages by `unnest`, 2,000 a transaction, and by the projector '
    + 'from the journal, into the embedded database with real fsync.')
  await writeFile(join(folder, 'projector.json'), `${JSON.stringify({ conditions, rows }, null, 2)}\n`)
  await writeFile(join(folder, 'projector.md'), markdownOf(rows, columns, conditions))
  console.log(`\n${tableOf(rows, columns)}\n\nwritten: bench/results/projector.json, projector.md`)
}

const ratioOf = ({ bare, projector }: ProjectorMeasured): number => projector.rowsPerSecond / bare.rowsPerSecond
const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

const figure = (title: string, of: (measured: ProjectorMeasured) => number): Column<Row> => ({
  title, show: ({ rounds }) => rounded(middle(rounds.map(of))),
})

const columns: readonly Column<Row>[] = [
  { title: 'scenario', show: ({ scenario }) => scenario },
  { title: 'ratio', show: ({ ratio }) => ratio.toFixed(2) },
  figure('projector rows/s', ({ projector }) => projector.rowsPerSecond),
  figure('bare insert rows/s', ({ bare }) => bare.rowsPerSecond),
  figure('projector CPU µs', ({ projector }) => projector.ownUs),
  figure('its database µs', ({ projector }) => projector.databaseUs),
  figure('bare database µs', ({ bare }) => bare.databaseUs),
]
const phones = 1_000
const scenarios = [
  { scenario: 'busy conversations (4 a phone)', peersPerPhone: 4 },
  { scenario: 'each message another conversation (20 a phone)', peersPerPhone: 20 },
]

await benchProjector(process.argv.slice(2))

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startDatabase } from '../hub/embedded/database.ts'
import { migrate } from '../storage/migrate.ts'
import { type Pool, newPool } from '../storage/pool.ts'
import { repositoryRoot } from '../storage/repository-root.ts'
import { conditionsOf } from './conditions.ts'
import { type Column, markdownOf, rounded, tableOf } from './report.ts'
import { type Exported, measureExport } from './scenarios/export-rows.ts'
import { type ListSizes, fillLists } from './scenarios/list-data.ts'
import { type ListFigure, askLists } from './scenarios/list-questions.ts'

const usage = `usage: npm run bench:lists [-- options]
  --database URL   yours, empty or filled by an earlier run; without it an embedded one, a tenth as large
  --friends N      (1000000, embedded 100000)
  --messages N     (10000000, embedded 1000000)
  --times N        each search with so many words (200)`

/** Admin lists, searches and an export over data that look real: bench/results/lists-<native|embedded>.json, .md. */
async function benchLists(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: {
    database: { type: 'string' }, friends: { type: 'string' }, messages: { type: 'string' },
    times: { type: 'string', default: '200' }, help: { type: 'boolean' },
  } })
  if (values.help === true) return console.log(usage)
  const share = values.database === undefined ? 10 : 1
  const sizes: ListSizes = {
    users: 100, accounts: 1_000, friends: Number(values.friends ?? 1_000_000 / share),
    messages: Number(values.messages ?? 10_000_000 / share),
  }
  await withDatabase(values.database, async (url) => {
    const pool = newPool({ url, max: 1, onError: () => undefined })
    try {
      await migrate({ pool })
      if (!(await isFilled(pool))) await fillLists(pool, { sizes, seed, say })
      const figures = await askLists(pool, { seed, times: Number(values.times), say })
      const exported = await measureExport(pool, { databaseUrl: url, say })
      await write({ name: values.database === undefined ? 'embedded' : 'native', sizes, figures, exported })
    } finally {
      await pool.end()
    }
  })
}

async function withDatabase(url: string | undefined, work: (url: string) => Promise<void>): Promise<void> {
  if (url !== undefined) return work(url)
  const dataDir = await mkdtemp(join(tmpdir(), 'ark-bench-lists-'))
  const database = await startDatabase({ dataDir })
  try {
    await work(database.url)
  } finally {
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function isFilled(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ count: number }>('select count(*) as count from (select 1 from friend limit 1) f')
  return rows[0]?.count === 1
}

interface Measured { name: 'native' | 'embedded'; sizes: ListSizes; figures: readonly ListFigure[]; exported: Exported }

async function write({ name, sizes, figures, exported }: Measured): Promise<void> {
  const folder = join(repositoryRoot(), 'bench/results')
  await mkdir(folder, { recursive: true })
  const { rows, seconds, grownMb, chatAloneMs, chatBesideMs } = exported
  const conditions = conditionsOf(`${rounded(sizes.friends)} friends of ${rounded(sizes.accounts)} accounts, `
    + `${rounded(sizes.messages)} messages, ${name} database; the first page of 50, one question after the other. `
    + `An export of ${rounded(rows)} friends (csv) took ${seconds.toFixed(0)} s and at most `
    + `${grownMb.toFixed(0)} MB; storing 50 messages meanwhile took ${spread(chatBesideMs)} ms `
    + `(p50 / p95), alone ${spread(chatAloneMs)}.`)
  const file = join(folder, `lists-${name}`)
  await writeFile(`${file}.json`, `${JSON.stringify({ conditions, sizes, figures, exported }, null, 2)}\n`)
  await writeFile(`${file}.md`, markdownOf(figures, shown, conditions))
  console.log(`\n${tableOf(figures, shown)}\n\n${conditions.how}\nwritten: bench/results/lists-${name}.json and .md`)
}

const spread = ({ p50, p95 }: { p50: number; p95: number }): string => `${p50.toFixed(1)} / ${p95.toFixed(1)}`
const milliseconds = (title: string, of: (figure: ListFigure) => number): Column<ListFigure> => ({
  title, show: (figure) => of(figure).toFixed(1),
})
const shown: readonly Column<ListFigure>[] = [
  { title: 'question', show: ({ question }) => question },
  { title: 'asked', show: ({ asked }) => String(asked) },
  milliseconds('p50 ms', ({ p50Ms }) => p50Ms), milliseconds('p95 ms', ({ p95Ms }) => p95Ms),
  milliseconds('longest ms', ({ maxMs }) => maxMs),
]
const seed = 'lists 1'
const say = (step: string): void => console.log(`· ${step}`)

await benchLists(process.argv.slice(2))

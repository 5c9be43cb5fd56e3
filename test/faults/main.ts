import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { repositoryRoot } from '../../storage/repository-root.ts'
import { descendantsOf } from '../support/processes.ts'
import { type RunResult, runFaults } from './run-faults.ts'

const usage = `npm run faults [-- options]

  --seeds <n>    how many runs (20)
  --seconds <n>  how long things break in each (30)
  --seed <n>     the first seed; with it one run unless --seeds says more
  --verbose      tell each fault as it happens`

/** Many seeded runs, one after the other. The exit code is the number of seeds that failed. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: {
    seeds: { type: 'string' }, seconds: { type: 'string' }, seed: { type: 'string' }, verbose: { type: 'boolean' },
    help: { type: 'boolean' },
  } })
  const seeds = Number(values.seeds ?? (values.seed === undefined ? 20 : 1))
  const seconds = Number(values.seconds ?? 30)
  const first = Number(values.seed ?? 1)
  if (values.help === true || ![seeds, seconds, first].every((one) => Number.isInteger(one) && one > 0)) {
    tell(usage)
    return values.help === true ? 0 : 1
  }
  const failed: number[] = []
  for (let seed = first; seed < first + seeds; seed++) {
    if (!await runOne(seed, { seconds, verbose: values.verbose === true })) failed.push(seed)
  }
  tell(failed.length === 0 ? `all ${seeds} seeds passed` : `failed seeds: ${failed.join(', ')}`)
  return failed.length
}

async function runOne(seed: number, { seconds, verbose }: { seconds: number; verbose: boolean }): Promise<boolean> {
  const onNews = verbose ? tell : () => undefined
  const result = await runFaults({ seed, seconds, onNews }).catch(failedRun)
  const left = descendantsOf(process.pid)
  if (left.length > 0) result.violations.push(`processes were left: ${left.join(', ')}`)
  const { said, sent, uploads, assigned, stored, events, faults, resets } = result.counts
  const mark = result.violations.length === 0 ? '✓' : '✗'
  tell(`${mark} seed ${seed}: ${faults} faults, ${said} said, ${sent} sent, ${uploads} uploads, ${assigned} assigned, `
    + `${stored} stored, ${events} events, ${resets} resets`)
  for (const why of new Set(result.leftOut)) tell(`  – left out: ${why}`)
  for (const violation of result.violations.slice(0, shownMax)) tell(`  ✗ ${violation}`)
  if (result.violations.length > 0) tell(`  written: ${await keep(seed, result)}`)
  return result.violations.length === 0
}

function failedRun(error: unknown): RunResult {
  const why = error instanceof Error ? error.stack ?? error.message : String(error)
  return {
    violations: [`the run itself failed: ${why}`], news: [], logs: [], evidence: null, leftOut: [],
    counts: { said: 0, sent: 0, uploads: 0, assigned: 0, stored: 0, events: 0, faults: 0, resets: 0 },
  }
}

/** Everything that helps to find the cause. */
async function keep(seed: number, { violations, news, logs, evidence }: RunResult): Promise<string> {
  const folder = join(repositoryRoot(), `test-results/faults/seed-${seed}`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'violations.txt'), violations.join('\n'))
  await writeFile(join(folder, 'faults.txt'), news.join('\n'))
  const journal = evidence?.events.map((placed) => JSON.stringify(placed)) ?? []
  await writeFile(join(folder, 'journal.jsonl'), journal.join('\n'))
  await writeFile(join(folder, 'history.json'), JSON.stringify(evidence?.history ?? null, mapsToo, 1))
  for (const [index, log] of logs.entries()) await writeFile(join(folder, `hub${index}.log`), log)
  return folder
}

function mapsToo(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}

const shownMax = 20

process.exitCode = await main()

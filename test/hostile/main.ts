import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { repositoryRoot } from '../../storage/repository-root.ts'
import { fuzz } from './fuzz.ts'
import { pureTargets } from './targets.ts'

const usage = `npm run fuzz [-- options]

  --inputs <n>     how many (1000000)
  --seed <text>    of the inputs (of the moment)
  --target <name>  this one only: ${pureTargets().map(({ name }) => name).join(', ')}`

/** The exit code is the number of findings. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: {
    inputs: { type: 'string' }, seed: { type: 'string' }, target: { type: 'string' }, help: { type: 'boolean' },
  } })
  const inputs = Number(values.inputs ?? 1_000_000)
  const seed = values.seed ?? String(Date.now())
  const targets = pureTargets().filter(({ name }) => values.target === undefined || name === values.target)
  if (values.help === true || !Number.isInteger(inputs) || inputs < 1 || targets.length === 0) {
    tell(usage)
    return values.help === true ? 0 : 1
  }
  const startMs = performance.now()
  const rssBefore = process.memoryUsage().rss
  const onProgress = (done: number): void => { if (done % 100_000 === 0 && done > 0) tell(`${done} inputs`) }
  const { findings, taken, heapGrowthBytes, slowestMs } = fuzz(targets, { inputs, seed, onProgress })
  const seconds = (performance.now() - startMs) / 1_000
  const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`
  tell(`seed ${seed}: ${inputs} inputs in ${seconds.toFixed(0)} s, ${taken} taken, `
    + `slowest ${slowestMs.toFixed(1)} ms, `
    + `heap +${mib(heapGrowthBytes)}, rss +${mib(process.memoryUsage().rss - rssBefore)}`)
  for (const { target, hex, error } of findings) tell(`✗ ${target} ${hex.slice(0, hexCharsMax)}\n  ${error}`)
  if (findings.length > 0) tell(`written: ${await keep(seed, findings)}`)
  return findings.length
}

async function keep(seed: string, findings: object): Promise<string> {
  const folder = join(repositoryRoot(), 'test-results/fuzz')
  await mkdir(folder, { recursive: true })
  const file = join(folder, `seed-${seed.replace(/\W/g, '_')}.json`)
  await writeFile(file, JSON.stringify(findings, null, 1))
  return file
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}

const hexCharsMax = 400

process.on('unhandledRejection', (error) => {
  tell(`✗ an unhandled rejection: ${String(error)}`)
  process.exitCode = 1
})
process.exitCode = await main()

import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startDatabase } from '../hub/embedded/database.ts'
import { repositoryRoot } from '../storage/repository-root.ts'
import { conditionsOf } from './conditions.ts'
import { newCredentials } from './load/credentials.ts'
import { type Column, markdownOf, rounded, tableOf } from './report.ts'
import { type LiveMs, type OldChatsMeasured, measureOldChats } from './scenarios/old-chats.ts'
import { seed } from './scenarios/seed.ts'
import { startBenchHub } from './scenarios/start-bench-hub.ts'

const usage = `usage: npm run bench:old-chats [-- options]
  --messages N     old messages in all (100000)
  --rounds N       in so many parts, between which live chat is alone (3)
  --phones N,M…    how many phones sync at once, row by row (1,5)
  --rate N         live messages a second (400); agents send a quarter as many
  --profile DIR    the hub's CPU profiles go there`

/** Live chat beside phones that sync their old chats: bench/results/old-chats.json and .md. */
async function benchOldChats(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: {
    messages: { type: 'string', default: '100000' }, phones: { type: 'string', default: '1,5' },
    rounds: { type: 'string', default: '3' }, rate: { type: 'string', default: '400' },
    profile: { type: 'string' }, help: { type: 'boolean' },
  } })
  if (values.help === true) {
    console.log(usage)
    return 0
  }
  const perSecond = Number(values.rate)
  const dataDir = await mkdtemp(join(tmpdir(), 'ark-bench-old-chats-'))
  const secret = randomBytes(16).toString('hex')
  try {
    const credentials = newCredentials(secret)
    await seed({ dataDir, credentials, phones: 2 * seats * phonesPerSeat, seats, phonesPerSeat })
    const database = await startDatabase({ dataDir: join(dataDir, 'database') })
    try {
      const template = join(dataDir, 'hub')
      await mkdir(template)
      const nodeOptions = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`]
      const hub = await startBenchHub({ template, nodeOptions, databaseUrl: database.url })
      try {
        const rows = await measureOldChats(hub, {
          secret, databaseUrl: database.url, seats, phonesPerSeat, perSecond, sendsPerSecond: perSecond / 4,
          historians: values.phones.split(',').map(Number), messages: Number(values.messages),
          rounds: Number(values.rounds), say,
        })
        await write(rows, perSecond)
        const faults = rows.flatMap((row) => row.faults)
        if (faults.length > 0) faults.push(...await hub.complaints())
        for (const fault of faults) console.error(`✗ ${fault}`)
        return faults.length === 0 ? 0 : 1
      } finally {
        await hub.stop()
      }
    } finally {
      await database.stop()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function write(rows: readonly OldChatsMeasured[], perSecond: number): Promise<void> {
  const folder = join(repositoryRoot(), 'bench/results')
  await mkdir(folder, { recursive: true })
  const conditions = conditionsOf(`${seats} consoles and ${seats * phonesPerSeat} phones, ${perSecond} messages and `
    + `${perSecond / 4} sends a second; medians of the rounds, p50 / p99 ms, in brackets alone.`)
  await writeFile(join(folder, 'old-chats.json'), `${JSON.stringify({ conditions, rows }, null, 2)}\n`)
  await writeFile(join(folder, 'old-chats.md'), markdownOf(rows, shown, conditions))
  console.log(`\n${tableOf(rows, shown)}\n\n${conditions.how}\nwritten: bench/results/old-chats.json and .md`)
}

const spread = (of: readonly LiveMs[], ...[p50, p99]: readonly [keyof LiveMs, keyof LiveMs]): string =>
  `${middle(of, p50)} / ${middle(of, p99)}`
const middle = (of: readonly LiveMs[], name: keyof LiveMs): string =>
  of.map((one) => one[name] ?? NaN).sort((a, b) => a - b)[of.length >> 1]?.toFixed(1) ?? '-'
const live = (title: string, ...names: readonly [keyof LiveMs, keyof LiveMs]): Column<OldChatsMeasured> => ({
  title, show: ({ alone, beside }) => `${spread(beside, ...names)} (${spread(alone, ...names)})`,
})
const shown: readonly Column<OldChatsMeasured>[] = [
  { title: 'phones that sync', show: ({ phones }) => String(phones) },
  { title: 'old messages', show: ({ messages }) => rounded(messages) },
  live('phone to console', 'p50', 'p99'), live('console to ack', 'ackP50', 'ackP99'),
  live('on the phone that syncs', 'ownP50', 'ownP99'),
  { title: 'told s', show: ({ toldSeconds }) => toldSeconds.toFixed(0) },
  { title: 'stored s', show: ({ storedSeconds }) => storedSeconds.toFixed(0) },
  { title: 'storage behind, s', show: ({ lagSecondsMax }) => lagSecondsMax.toFixed(1) },
]
const seats = 20
const phonesPerSeat = 10
const say = (step: string): void => console.log(`· ${step}`)

process.exitCode = await benchOldChats(process.argv.slice(2))

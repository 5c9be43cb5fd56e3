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
import { type OldChatsMeasured, measureOldChats } from './scenarios/old-chats.ts'
import { seed } from './scenarios/seed.ts'
import { startBenchHub } from './scenarios/start-bench-hub.ts'

const usage = `usage: npm run bench:old-chats [-- options]
  --messages N     old messages in all (100000)
  --phones N,M…    how many phones sync at once, row by row (1,5)
  --rate N         live messages a second (400); agents send a quarter as many
  --profile DIR    the hub's CPU profiles go there`

/** Live chat beside phones that sync their old chats: bench/results/old-chats.json and .md. */
async function benchOldChats(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: {
    messages: { type: 'string', default: '100000' }, phones: { type: 'string', default: '1,5' },
    rate: { type: 'string', default: '400' }, profile: { type: 'string' }, help: { type: 'boolean' },
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
          historians: values.phones.split(',').map(Number), messages: Number(values.messages), say,
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
    + `${perSecond / 4} sends a second; p50 / p99 ms, in brackets alone, just before.`)
  await writeFile(join(folder, 'old-chats.json'), `${JSON.stringify({ conditions, rows }, null, 2)}\n`)
  await writeFile(join(folder, 'old-chats.md'), markdownOf(rows, shown, conditions))
  console.log(`\n${tableOf(rows, shown)}\n\n${conditions.how}\nwritten: bench/results/old-chats.json and .md`)
}

const spread = (one: number | null, other: number | null): string => `${milliseconds(one)} / ${milliseconds(other)}`
const milliseconds = (value: number | null): string => value?.toFixed(1) ?? '-'
const shown: readonly Column<OldChatsMeasured>[] = [
  { title: 'phones that sync', show: ({ phones }) => String(phones) },
  { title: 'old messages', show: ({ messages }) => rounded(messages) },
  {
    title: 'phone to console',
    show: ({ alone, beside }) => `${spread(beside.p50, beside.p99)} (${spread(alone.p50, alone.p99)})`,
  },
  {
    title: 'console to ack',
    show: ({ alone, beside }) => `${spread(beside.ackP50, beside.ackP99)} (${spread(alone.ackP50, alone.ackP99)})`,
  },
  {
    title: 'on the phone that syncs',
    show: ({ alone, beside }) => `${spread(beside.ownP50, beside.ownP99)} (${spread(alone.ownP50, alone.ownP99)})`,
  },
  { title: 'told s', show: ({ toldSeconds }) => toldSeconds.toFixed(0) },
  { title: 'stored s', show: ({ storedSeconds }) => storedSeconds.toFixed(0) },
  { title: 'storage behind, s', show: ({ lagSecondsMax }) => lagSecondsMax.toFixed(1) },
]
const seats = 20
const phonesPerSeat = 10
const say = (step: string): void => console.log(`· ${step}`)

process.exitCode = await benchOldChats(process.argv.slice(2))

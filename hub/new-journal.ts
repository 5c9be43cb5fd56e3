import { mkdir } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { positionOf, streamSequenceOf } from '../protocol/ids.ts'
import { type Pool, newPool } from '../storage/pool.ts'
import { adoptStream, readProjectorRow, releaseLease, takeLease } from '../storage/queries/projector-row.ts'
import { type Config, readConfig } from './config.ts'
import { startInfrastructure } from './infrastructure.ts'
import { replaceJournalStream } from './nats/journal-stream.ts'
import { connectNats } from './nats/nats-link.ts'
import { hubLimits } from './limits.ts'

export interface NewJournal {
  config: Readonly<Config>
  natsUrl: string
  databaseUrl: string
}

export type NewJournalOutcome =
  | { outcome: 'made'; created: string; firstSequence: number }
  /** A hub runs, or has only just ended: its lease expires within seconds. */
  | { outcome: 'hubRuns' }

/**
 * Gives up the journal and begins a new one, above everything that storage has read. What storage hadn't read is
 * lost, although it was acked: so no program decides this, only a person, with all hubs stopped. Storage and the
 * new stream are made to know each other while the lease is held, so a hub that starts meanwhile waits.
 */
export async function newJournal({ config, natsUrl, databaseUrl }: NewJournal): Promise<NewJournalOutcome> {
  const pool = newPool({ url: databaseUrl, max: 2, onError: () => undefined })
  const link = await connectNats({ url: natsUrl, name: holder })
  try {
    if (!(await takeLease(pool, { holder, leaseMs: 12 * hubLimits.leaseMs }))) return { outcome: 'hubRuns' }
    return { outcome: 'made', ...await replace({ pool, config, link }) }
  } finally {
    await releaseLease(pool, holder).catch(() => undefined)
    await link.close()
    await pool.end()
  }
}

async function replace(
  { pool, config, link }: { pool: Pool; config: Readonly<Config>; link: Awaited<ReturnType<typeof connectNats>> },
) {
  const { position } = await readProjectorRow(pool)
  const made = await replaceJournalStream(link, {
    bytesMax: config.journalBytesMax, replicas: config.journalReplicas, readUpTo: streamSequenceOf(position),
  })
  await adoptStream(pool, { holder, streamCreated: made.created, position: positionOf(made.firstSequence - 1, 0) })
  return made
}

async function main(args: readonly string[]): Promise<number> {
  const read = readConfig(process.env)
  if (!read.ok) {
    for (const fault of read.faults) console.error(`✗ ${fault}`)
    return 2
  }
  if (!args.includes(consent)) {
    console.error(`${warning}\n\nStop all hubs, keep a copy of the data, then: npm run new-journal -- ${consent}`)
    return 2
  }
  const { config } = read
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const infrastructure = await startInfrastructure(config, (step) => console.log(`· ${step}`))
  try {
    const done = await newJournal({ config, ...infrastructure })
    if (done.outcome === 'made') {
      console.log(`· a new journal begins at record ${done.firstSequence} (made ${done.created}); start the hubs`)
      return 0
    }
    console.error('✗ a hub runs on this database: stop all hubs, wait ten seconds, and try again')
    return 1
  } finally {
    await infrastructure.stop()
  }
}

const holder = 'new-journal'
const consent = '--give-up-the-journal'
const warning = `This throws the journal away and begins a new one. What phones and agents were told is safe and the
database hasn't got yet is lost. Do it only if the old journal can't be brought back.`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exit(await main(process.argv.slice(2)))
}

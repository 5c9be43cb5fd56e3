import {
  type JetStreamManager, type StreamConfig, DiscardPolicy, RetentionPolicy, StorageType, jetstreamManager,
} from '@nats-io/jetstream'
import type { RunId } from '../../protocol/ids.ts'
import type { NatsLink } from './nats-link.ts'

export interface StreamSettings {
  /** The stream refuses what doesn't fit (`discard: new`); it never drops. */
  bytesMax: number
  /** 1 on a single server, 3 on a cluster of three. */
  replicas: number
}

export interface StoredRecord {
  streamSequence: number
  subject: string
  messageId: string
  data: Uint8Array
}

export interface StreamState {
  /** Of the stream that is there now. */
  created: string
  firstSequence: number
  lastSequence: number
  bytes: number
  bytesMax: number
}

/**
 * The stream that is the journal: one subject per run, file storage, nothing is dropped, only what is
 * projected is purged.
 */
export interface JournalStream {
  /** When it was made: a stream with another time is another journal. */
  readonly created: string
  state(): Promise<StreamState>
  /** Null where the record was purged or never was. */
  recordAt(streamSequence: number): Promise<StoredRecord | null>
  lastOf(run: RunId): Promise<StoredRecord | null>
  purgeBelow(streamSequence: number): Promise<void>
}

export const streamName = 'journal'
export const subjectOf = (run: RunId): string => `${streamName}.${run}`
export const runOf = (subject: string): RunId => subject.slice(streamName.length + 1) as RunId

/**
 * Makes the stream, or compares the one that is there. Old servers ignore options silently: that is refused
 * with a clear message.
 */
export async function openJournalStream(link: NatsLink, settings: StreamSettings): Promise<JournalStream> {
  const manager = await jetstreamManager(link.connection, { timeout: 10_000 })
  const wanted = configOf(settings)
  const info = await manager.streams.info(streamName).catch((error: unknown) => {
    if (isNotFound(error)) return manager.streams.add(wanted)
    throw error
  })
  const differs = difference(wanted, info.config)
  if (differs !== null) {
    const wrong = `the stream "${streamName}" is not as it must be: ${differs}`
    throw new Error(`${wrong}. nats-server 2.10 or newer is needed`)
  }
  if (info.config.max_bytes < settings.bytesMax) {
    await manager.streams.update(streamName, { max_bytes: settings.bytesMax })
  }
  return newJournalStream(manager, info.created)
}

/**
 * A journal in place of one that is lost or damaged, whose content goes. It begins above everything that was ever
 * read of the old one, because positions only grow. Only a person decides this: see hub/new-journal.ts.
 */
export async function replaceJournalStream(
  link: NatsLink, { readUpTo, ...settings }: StreamSettings & { readUpTo: number },
): Promise<{ created: string; firstSequence: number }> {
  const manager = await jetstreamManager(link.connection, { timeout: 10_000 })
  const old = await manager.streams.info(streamName).catch((error: unknown) => {
    if (isNotFound(error)) return null
    throw error
  })
  const firstSequence = Math.max(readUpTo, old?.state.last_seq ?? 0) + sequencesLeftOut
  if (old !== null) await manager.streams.delete(streamName)
  const { created } = await manager.streams.add({ ...configOf(settings), first_seq: firstSequence })
  return { created, firstSequence }
}

function newJournalStream(manager: JetStreamManager, created: string): JournalStream {
  const read = async (query: { seq: number } | { last_by_subj: string }): Promise<StoredRecord | null> => {
    // Not the direct API: only the leader's answer is sure to know the newest record.
    const found = await manager.streams.getMessage(streamName, query).catch((error: unknown) => {
      if (isNotFound(error)) return null
      throw error
    })
    if (found === null) return null
    const { seq, subject, header, data } = found
    return { streamSequence: seq, subject, messageId: header.get('Nats-Msg-Id'), data }
  }
  return {
    created,
    async state() {
      const { state, config, created: now } = await manager.streams.info(streamName)
      return {
        created: now, firstSequence: state.first_seq, lastSequence: state.last_seq, bytes: state.bytes,
        bytesMax: config.max_bytes,
      }
    },
    recordAt: (seq) => read({ seq }),
    lastOf: (run) => read({ last_by_subj: subjectOf(run) }),
    async purgeBelow(seq) { await manager.streams.purge(streamName, { seq }) },
  }
}

function configOf({ bytesMax, replicas }: StreamSettings) {
  return {
    name: streamName, subjects: [`${streamName}.*`],
    storage: StorageType.File, retention: RetentionPolicy.Limits, discard: DiscardPolicy.New,
    max_bytes: bytesMax, max_age: 0, max_msgs: -1, num_replicas: replicas, allow_direct: true,
    // Repeats beyond it are found by the expected sequence of the run's subject.
    duplicate_window: 120_000_000_000,
  } satisfies Partial<StreamConfig> & { name: string }
}

/** max_bytes may have been raised by hand; the rest must be what was asked for. */
function difference(wanted: ReturnType<typeof configOf>, found: StreamConfig): string | null {
  for (const key of ['storage', 'retention', 'discard', 'max_age', 'allow_direct'] as const) {
    if (found[key] !== wanted[key]) return `${key} is ${String(found[key])} and must be ${String(wanted[key])}`
  }
  return null
}

/** The server knows no such stream, or no such record. */
/** Acked records that neither storage nor the old stream remembers: an hour of a very busy hub. */
const sequencesLeftOut = 10_000_000

export function isNotFound(error: unknown): boolean {
  const { code, name } = error as { code?: number; name?: string }
  return code === 10_059 || code === 10_037 || code === 404 || name === 'StreamNotFoundError'
}

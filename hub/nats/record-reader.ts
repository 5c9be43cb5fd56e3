import { type ConsumerMessages, DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { streamName } from './journal-stream.ts'
import type { NatsLink } from './nats-link.ts'

export interface ReadRecord {
  streamSequence: number
  subject: string
  /** A view that is valid only during the call: copy what is kept. */
  data: Uint8Array
}

/**
 * Records that nobody can read any more. `purged`: they were stored elsewhere and left the journal's
 * beginning; reading goes on behind them. `lost`: the journal is damaged; reading has ended.
 */
export interface Gap {
  kind: 'purged' | 'lost'
  from: number
  to: number
}

export interface RecordListener {
  onRecord: (record: ReadRecord) => void
  onGap: (gap: Gap) => void
}

export interface RecordReader {
  stop(): Promise<void>
}

export interface ReadFrom extends RecordListener {
  link: NatsLink
  /** The first stream sequence wanted. */
  from: number
  /** A step that failed and is tried again; for logs and metrics. */
  onTrouble: (reason: string) => void
}

/**
 * Reads the journal in order, for ever. After a lost connection or a missed heartbeat it starts anew behind
 * the last record it handed over. nats-server skips a damaged record in silence, and a server of a cluster
 * never asks the others for it (measured, 2.10.27): so a record that is missing is asked for again, of other
 * servers by chance, before it is called lost.
 *
 * State machine: connecting → reading → (reconnect | heartbeats missed | closed | a record is missing) →
 * connecting … → stopped.
 */
export function readRecords({ link, from, onRecord, onGap, onTrouble }: ReadFrom): RecordReader {
  let next = from
  let missing = { sequence: 0, looks: 0 }
  let generation = 0
  let stopped = false
  let messages: ConsumerMessages | null = null
  let retry: NodeJS.Timeout | null = null

  const restart = (): void => {
    generation += 1
    messages?.stop()
    messages = null
    if (!stopped) void open(generation)
  }
  const later = (reason: string, mine: number): void => {
    if (stopped || mine !== generation) return
    onTrouble(reason)
    if (retry !== null) clearTimeout(retry)
    retry = setTimeout(restart, retryMs)
  }
  const open = async (mine: number): Promise<void> => {
    try {
      const consumer = await jetstream(link.connection).consumers.get(streamName, {
        deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: next, inactive_threshold: 30_000_000_000,
      })
      if (stopped || mine !== generation) return
      // Into `messages` only when it is still wanted: what a reconnect has opened meanwhile is in there.
      const opened = await consumer.consume({
        max_messages: recordsAhead, idle_heartbeat: heartbeatMs,
        callback: (message) => {
          if (mine !== generation || message.seq < next) return
          if (message.seq > next) return void onHole(message.seq)
          next = message.seq + 1
          onRecord({ streamSequence: message.seq, subject: message.subject, data: message.data })
        },
      })
      if (stopped || mine !== generation) return opened.stop()
      messages = opened
      void watch(opened, mine)
      const error = await opened.closed()
      later(error instanceof Error ? error.name : 'closed', mine)
    } catch (error) {
      later(error instanceof Error ? error.name : 'unreadable', mine)
    }
  }
  /** The record at `next` isn't there, one behind it is. */
  const onHole = async (found: number): Promise<void> => {
    generation += 1
    const mine = generation
    messages?.stop()
    messages = null
    missing = { sequence: next, looks: missing.sequence === next ? missing.looks + 1 : 1 }
    const first = await firstSequence(link).catch(() => null)
    if (stopped || mine !== generation) return
    if (first !== null && first > next) {
      const purged = { kind: 'purged', from: next, to: first - 1 } as const
      next = first
      onGap(purged)
      return restart()
    }
    if (first === null || missing.looks < looksMax) return later(`record ${next} is missing`, mine)
    stopped = true
    unlisten()
    onGap({ kind: 'lost', from: next, to: found - 1 })
  }
  const watch = async (reading: ConsumerMessages, mine: number): Promise<void> => {
    for await (const { type } of reading.status()) {
      if (endings.has(type)) later(type, mine)
    }
  }
  const unlisten = link.onUp(restart)
  void open(generation)
  return {
    async stop() {
      stopped = true
      unlisten()
      if (retry !== null) clearTimeout(retry)
      await messages?.close()
    },
  }
}

/** Below it everything was purged. */
async function firstSequence(link: NatsLink): Promise<number> {
  const manager = await jetstreamManager(link.connection, { checkAPI: false })
  const { state } = await manager.streams.info(streamName)
  return state.first_seq
}

/** Records asked for ahead: each may be megabytes, so few; at 3,000 records a second it is 20 ms. */
const recordsAhead = 64
const heartbeatMs = 2_000
const retryMs = 200
/** Each asks one of the cluster's servers, by chance: that all ask the damaged one of three is 1 in 500,000. */
const looksMax = 12
/** Ways in which the consumer can no longer be read. */
const endings = new Set<string>(['heartbeats_missed', 'consumer_not_found', 'stream_not_found'])

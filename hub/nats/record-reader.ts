import { type ConsumerMessages, DeliverPolicy, jetstream } from '@nats-io/jetstream'
import { streamName } from './journal-stream.ts'
import type { NatsLink } from './nats-link.ts'

export interface ReadRecord {
  streamSequence: number
  subject: string
  /** A view that is valid only during the call: copy what is kept. */
  data: Uint8Array
}

export interface RecordReader {
  stop(): Promise<void>
}

export interface ReadFrom {
  link: NatsLink
  /** The first stream sequence wanted. */
  from: number
  onRecord: (record: ReadRecord) => void
  /** A step that failed and is tried again; for logs and metrics. */
  onTrouble: (reason: string) => void
}

/**
 * Reads the journal in order, for ever. After a lost connection or a missed heartbeat it starts anew behind
 * the last record it handed over; whoever receives must ignore nothing and check that sequences have no gap.
 *
 * State machine: connecting → reading → (reconnect | heartbeats missed | closed) → connecting … → stopped.
 */
export function readRecords({ link, from, onRecord, onTrouble }: ReadFrom): RecordReader {
  let next = from
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
      messages = await consumer.consume({
        max_messages: recordsAhead, idle_heartbeat: heartbeatMs,
        callback: (message) => {
          if (mine !== generation || message.seq < next) return
          next = message.seq + 1
          onRecord({ streamSequence: message.seq, subject: message.subject, data: message.data })
        },
      })
      if (stopped || mine !== generation) return messages.stop()
      void watch(messages, mine)
      const error = await messages.closed()
      later(error instanceof Error ? error.name : 'closed', mine)
    } catch (error) {
      later(error instanceof Error ? error.name : 'unreadable', mine)
    }
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

/** Records asked for ahead: each may be megabytes, so few; at 3,000 records a second it is 20 ms. */
const recordsAhead = 64
const heartbeatMs = 2_000
const retryMs = 200
/** Ways in which the consumer can no longer be read. */
const endings = new Set<string>(['heartbeats_missed', 'consumer_not_found', 'stream_not_found'])

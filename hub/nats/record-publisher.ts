import { createInbox, headers } from '@nats-io/transport-node'
import type { RunId } from '../../protocol/ids.ts'
import { subjectOf } from './journal-stream.ts'
import type { NatsLink } from './nats-link.ts'

/** JetStream's answer to one record. */
export type RecordAnswer =
  | { kind: 'stored'; streamSequence: number }
  /** The run's subject doesn't end where we think: this record, or a stranger's, is there already. */
  | { kind: 'mismatch' }
  | { kind: 'full' }
  /** Not stored now; the same record may be sent again. */
  | { kind: 'again'; reason: string }

export interface RecordPublisher {
  /**
   * Sends one record; the answer comes by `onAnswer` with the same number, or never. Sending it again is
   * harmless.
   */
  send(record: { number: number; payload: Uint8Array; expectedSequence: number }): void
  stop(): void
}

/** Publishes with one wildcard reply inbox: a request per record would cost a subscription each. */
export function newRecordPublisher(
  { link, run, onAnswer }: { link: NatsLink; run: RunId; onAnswer: (number: number, answer: RecordAnswer) => void },
): RecordPublisher {
  const inbox = createInbox()
  const subject = subjectOf(run)
  const subscription = link.connection.subscribe(`${inbox}.*`, {
    callback: (error, message) => {
      if (error !== null) return
      const number = Number(message.subject.slice(inbox.length + 1))
      onAnswer(number, readAnswer(message.data, message.headers?.code))
    },
  })
  return {
    send({ number, payload, expectedSequence }) {
      const head = headers()
      head.set('Nats-Msg-Id', messageIdOf(run, number))
      head.set('Nats-Expected-Last-Subject-Sequence', String(expectedSequence))
      link.connection.publish(subject, payload, { reply: `${inbox}.${number}`, headers: head })
    },
    stop: () => subscription.unsubscribe(),
  }
}

export const messageIdOf = (run: RunId, number: number): string => `${run}-${number}`

interface PublishAnswer { seq?: number; error?: { err_code?: number; code?: number; description?: string } }

function readAnswer(data: Uint8Array, status: number | undefined): RecordAnswer {
  if (data.length === 0) return { kind: 'again', reason: `status ${status ?? 'unknown'}` }
  const { seq = 0, error } = JSON.parse(Buffer.from(data).toString()) as PublishAnswer
  if (error === undefined && seq > 0) return { kind: 'stored', streamSequence: seq }
  const code = error?.err_code ?? 0
  if (mismatchCodes.has(code)) return { kind: 'mismatch' }
  if (fullCodes.has(code)) return { kind: 'full' }
  return { kind: 'again', reason: `error ${error?.err_code ?? error?.code ?? 'unknown'}` }
}

/** JetStream's err_code: wrong last sequence, of the subject or of the stream. */
const mismatchCodes = new Set([10_070, 10_071])
/** JetStream's err_code: the stream's limit, the server's memory or disk. */
const fullCodes = new Set([10_023, 10_047, 10_077])

import type { HubEvent, Placed } from '../../protocol/events/index.ts'
import { positionOf } from '../../protocol/ids.ts'
import { Acceptance } from '../../hub/feed/acceptance.ts'
import { unpackRecord } from '../../hub/journal/record.ts'
import { openJournalStream, runOf } from '../../hub/nats/journal-stream.ts'
import { connectNats } from '../../hub/nats/nats-link.ts'
import { type RecordReader, readRecords } from '../../hub/nats/record-reader.ts'
import { SeatView, type ViewRows } from '../support/seat-view.ts'

/**
 * What the whole journal comes to, by a reader of our own from its first record: fresh events folded in their
 * order, and of a message that was told several times only the first. Storage must hold exactly this.
 */
export async function foldJournal(natsUrl: string): Promise<{ folded: ViewRows; events: Placed[] }> {
  const events = await readFresh(natsUrl)
  const view = new SeatView()
  const known = new Set<string>()
  for (const placed of events) {
    const { event } = placed
    // Storage's own notice of a repeat: here it never was a row.
    if (event.kind === 'messageRepeated' || isRepeat(event, known)) continue
    view.apply(placed)
  }
  return { folded: view.rows(), events }
}

function isRepeat(event: HubEvent, known: Set<string>): boolean {
  if (event.kind !== 'messageReceived') return false
  const id = `${event.account} ${event.msgSvrId}`
  if (known.has(id)) return true
  known.add(id)
  return false
}

async function readFresh(natsUrl: string): Promise<Placed[]> {
  const link = await connectNats({ url: natsUrl, name: 'history' })
  try {
    const stream = await openJournalStream(link, { bytesMax: 1, replicas: 1 })
    const { firstSequence, lastSequence } = await stream.state()
    if (firstSequence > 1) throw new Error(`the journal was purged up to record ${firstSequence}: too long a run`)
    const reading = new JournalFold()
    await new Promise<void>((resolve, reject) => {
      const reader: RecordReader = readRecords({
        link, from: 1, onTrouble: () => undefined,
        onGap: ({ kind, from, to }) => reject(new Error(`records ${from}–${to} are ${kind}`)),
        onRecord: ({ streamSequence, subject, data }) => {
          try {
            reading.take({ streamSequence, run: runOf(subject), ...unpackRecord(Buffer.from(data)) })
          } catch (error) {
            reject(error)
          }
          if (streamSequence >= lastSequence) void reader.stop().then(resolve, reject)
        },
      })
    })
    return reading.fresh
  } finally {
    await link.close()
  }
}

type Record = ReturnType<typeof unpackRecord> & { streamSequence: number; run: ReturnType<typeof runOf> }

class JournalFold {
  readonly fresh: Placed[] = []
  readonly #acceptance = new Acceptance({ sources: [], connections: [], runs: [] })
  #journalMs = 0

  take({ streamSequence, run, number, timeMs, events }: Record): void {
    const judged = this.#acceptance.judgeRecord(run, number)
    if (judged === 'hole') throw new Error(`the journal has a hole before record ${number} of ${run}`)
    this.#journalMs = Math.max(this.#journalMs, timeMs)
    if (judged === 'seen') return
    for (const [index, { event }] of events.entries()) {
      if (event === null) throw new Error(`event ${index} of record ${streamSequence} can't be read`)
      const position = positionOf(streamSequence, index)
      const journalMs = this.#journalMs
      const verdict = this.#acceptance.judge(event, position, journalMs)
      if (verdict === 'fresh') this.fresh.push({ position, journalMs, event })
    }
  }
}

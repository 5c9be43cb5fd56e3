import type { RunId } from '../../protocol/ids.ts'
import { Journal, type JournalNews, type OwnRecord } from '../../hub/journal/journal.ts'
import { type JournalStream, openJournalStream } from '../../hub/nats/journal-stream.ts'
import { type NatsLink, connectNats } from '../../hub/nats/nats-link.ts'
import { newRecordPublisher } from '../../hub/nats/record-publisher.ts'

export interface TestJournal extends AsyncDisposable {
  journal: Journal
  link: NatsLink
  stream: JournalStream
  stored: OwnRecord[]
  news: JournalNews[]
}

/** A journal on a real server, with what it told. */
export async function openTestJournal(
  url: string, run: RunId,
  { bytesMax = 256 * 2 ** 20, onStored }: { bytesMax?: number; onStored?: (record: OwnRecord) => void } = {},
): Promise<TestJournal> {
  const link = await connectNats({ url, name: run })
  const stream = await openJournalStream(link, { bytesMax, replicas: 1 })
  const stored: OwnRecord[] = []
  const news: JournalNews[] = []
  const journal = new Journal({
    run, nowMs: Date.now, isUp: () => link.up, lastOwn: () => stream.lastOf(run),
    publisher: (onAnswer) => newRecordPublisher({ link, run, onAnswer }),
    onStored: (record) => {
      stored.push(record)
      onStored?.(record)
    },
    onNews: (one) => news.push(one),
  })
  link.onUp(() => journal.onUp())
  return {
    journal, link, stream, stored, news,
    async [Symbol.asyncDispose]() {
      journal.stop()
      await link.close()
    },
  }
}

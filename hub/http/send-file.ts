import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { ByteRange } from '../media/byte-range.ts'
import type { Answer, Exchange } from './exchange.ts'

export interface SentFile extends Pick<Answer, 'status' | 'headers'> {
  path: string
  range: ByteRange
}

/** Streams a part of a file at the pace of its reader: one chunk in memory. The file must not be empty. */
export async function sendFile(exchange: Exchange, sent: SentFile): Promise<void> {
  const file = await open(sent.path, 'r')
  try {
    await stream(exchange, { ...sent, file })
  } finally {
    await file.close()
  }
}

async function stream(
  exchange: Exchange, { file, range, ...head }: SentFile & { file: FileHandle },
): Promise<void> {
  const total = range.to - range.from + 1
  const writable = whenWritable(exchange)
  const buffer = Buffer.alloc(Math.min(chunkBytes, total))
  for (let sent = 0; !exchange.over;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, total - sent), range.from + sent)
    // The file got shorter under us: the peer sees a cut-off answer, never wrong bytes.
    if (bytesRead === 0) return exchange.close()
    await sendChunk({ exchange, chunk: buffer.subarray(0, bytesRead), sent, total, head, writable })
    sent += bytesRead
  }
}

interface Chunk {
  exchange: Exchange
  chunk: Buffer
  /** Bytes before this chunk. */
  sent: number
  total: number
  head: Pick<Answer, 'status' | 'headers'>
  writable: () => Promise<void>
}

async function sendChunk({ exchange, chunk, sent, total, head, writable }: Chunk): Promise<void> {
  let rest = chunk
  while (!exchange.over) {
    const isTaken = trySend({ exchange, rest, total, head: sent === 0 && rest === chunk ? head : null })
    if (isTaken || exchange.over) return
    await writable()
    if (!exchange.over) rest = chunk.subarray(exchange.res.getWriteOffset() - sent)
  }
}

interface Piece extends Pick<Chunk, 'exchange' | 'total'> {
  rest: Buffer
  /** Null but for the first. */
  head: Chunk['head'] | null
}

/** True when the chunk was taken whole. */
function trySend({ exchange, rest, total, head }: Piece): boolean {
  let isTaken = false
  exchange.res.cork(() => {
    if (head !== null) exchange.writeHead(head)
    const [ok, isFinished] = exchange.res.tryEnd(rest, total)
    isTaken = ok
    if (isFinished) exchange.over = true
  })
  return isTaken
}

/** Resolves when the socket takes more, or the peer has gone. */
function whenWritable({ res, whenGone }: Exchange): () => Promise<void> {
  let wake: (() => void) | null = null
  const wakeUp = (): void => {
    wake?.()
    wake = null
  }
  whenGone(wakeUp)
  res.onWritable(() => {
    wakeUp()
    return true
  })
  return () => new Promise<void>((resolve) => { wake = resolve })
}

const chunkBytes = 128 * 1024

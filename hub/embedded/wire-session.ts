import { eachFrame, queryFrame, syncFrame } from './wire-frames.ts'

/** The part of PGlite that the gate needs. */
export interface ProtocolEngine {
  execProtocol(
    message: Uint8Array, options: { throwOnError: boolean, syncToFs: boolean },
  ): Promise<{ data: Uint8Array }>
}

/** What a batch was answered. */
export interface Answer {
  /** For the client that asked, in order. */
  own: Buffer[]
  /** NOTIFY messages: the session is shared, so everybody listens. */
  notifications: Buffer[]
  /** The last transaction status; null when the batch ended in Flush and said none. */
  status: number | null
}

/**
 * Runs frames one by one. One message per call, because PGlite 0.3.14 drops the rest of a buffer when a message
 * ends on a multiple of 8,192 bytes; `execProtocol`, because `execProtocolRaw` leaks its parsed messages.
 */
export async function runFrames(engine: ProtocolEngine, frames: readonly Buffer[]): Promise<Answer> {
  const parts: Buffer[] = []
  for (const bytes of frames) {
    const { data } = await engine.execProtocol(plain(bytes), { throwOnError: false, syncToFs: false })
    if (data.length > 0) parts.push(Buffer.from(data))
  }
  return sortAnswer(parts)
}

/** For our own upkeep: an error is thrown. */
export async function runSql(engine: ProtocolEngine, sql: string): Promise<void> {
  await engine.execProtocol(plain(queryFrame(sql)), { throwOnError: true, syncToFs: false })
}

/** Leaves nothing of a client behind: no transaction, no statements, no settings. */
export async function cleanSession(engine: ProtocolEngine, traces: Traces): Promise<void> {
  const frees = [...traces.statements].map((name) => `deallocate "${name.replaceAll('"', '""')}"`)
  const sql = ['rollback', ...frees, ...traces.sessionSql]
  await runFrames(engine, [syncFrame(), ...sql.map(queryFrame)])
}

interface Traces { statements: ReadonlySet<string>, sessionSql: readonly string[] }

function sortAnswer(parts: Buffer[]): Answer {
  const answer: Answer = { own: [], notifications: [], status: null }
  for (const bytes of parts) sortPart(bytes, answer)
  return answer
}

function sortPart(bytes: Buffer, answer: Answer): void {
  let kept = 0
  const cut = (start: number, end: number): void => {
    if (start > kept) answer.own.push(bytes.subarray(kept, start))
    kept = end
  }
  eachFrame(bytes, (type, start, end) => {
    if (type === 'Z') answer.status = bytes[start + 5] ?? null
    if (type === 'A') answer.notifications.push(bytes.subarray(start, end))
    // CopyInResponse was sent by the gate before the data came.
    if (type === 'A' || type === 'G') cut(start, end)
  })
  cut(bytes.length, bytes.length)
}

function plain(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

import { mediaStored } from '../../protocol/events/hub.ts'
import { mediaId } from '../../protocol/ids.ts'
import type { MediaId } from '../../protocol/ids.ts'
import { uploaderOf } from '../media/media-access.ts'
import type { Medium } from '../media/media-store.ts'
import { receiveUpload } from '../media/receive-upload.ts'
import type { Received } from '../media/receive-upload.ts'
import { Refusal, refuse } from '../operations/refusal.ts'
import type { BodyStream } from './body-stream.ts'
import type { Answer, Exchange } from './exchange.ts'
import { identifyPerson } from './identify-person.ts'
import type { MediaParts } from './media-parts.ts'
import { readUpload } from './read-upload.ts'
import type { UploadHead } from './read-upload.ts'
import { onThrown } from './route-operations.ts'
import { within } from './within.ts'

export interface Put {
  /** Null for POST: the hub computes it. */
  media: string | null
  exchange: Exchange
  body: BodyStream
  parts: MediaParts
}

/** Takes a medium, whole or from where an earlier upload was cut off. */
export async function putMedia(put: Put): Promise<void> {
  const { exchange, body, parts } = put
  const made: { uploader: string | null } = { uploader: null }
  let result: Result
  try {
    result = await take(put, made)
  } catch (error) {
    result = { refusal: onThrown(error, () => parts.note({ event: 'http:failed', path: '/media', error })) }
  }
  // Before the answer: a paused socket would never read the rest.
  body.discard()
  if ('refusal' in result) {
    parts.note({ event: 'media:refused', code: result.refusal.fault.code, uploader: made.uploader })
    exchange.refuse(result.refusal, result.headers)
  } else if (result.status !== 0) {
    exchange.json(result.status, result.body, result.headers)
  }
}

type Headers = NonNullable<Answer['headers']>
type Result =
  | { refusal: Refusal, headers?: Headers }
  /** Status 0: the peer has gone, nobody is answered. */
  | { status: number, body: object, headers?: Headers }

async function take(
  { media, exchange, body, parts }: Put, made: { uploader: string | null },
): Promise<Result> {
  const { mediaStore, uploads } = parts
  if (media !== null && mediaId().check(media) !== null) return { refusal: noMedia }
  const id = media as MediaId | null
  const person = await identifyPerson(exchange, parts)
  if (person instanceof Refusal) return { refusal: person }
  const uploader = uploaderOf(person)
  made.uploader = uploader
  const head = readUpload(exchange)
  if (head instanceof Refusal) return { refusal: head }
  const known = id === null ? null : await mediaStore.find(id)
  if (known?.uploaders.has(uploader)) return announce({ medium: known, uploader, parts, status: 200 })
  const part = mediaStore.partPath(id, uploader)
  const writer = { heardAtMs: () => body.heardAtMs, cut: () => exchange.close() }
  const work = (): Promise<Received | number> => receive({ id, part, uploader, head, body, parts })
  const ran = await uploads.run(part, { writer, work })
  if (ran === 'full') return { refusal: refuse('hubBusy', 'too many uploads at once; try again in a moment') }
  if (ran === 'busy') return wrongPlace(refuse('uploadBusy', busyReason), await mediaStore.partBytes(part))
  if (typeof ran.value === 'number') return wrongPlace(refuse('wrongOffset', offsetReason), ran.value)
  return finish(ran.value, { id, uploader, parts })
}

interface Receive {
  id: MediaId | null
  part: string
  uploader: string
  head: UploadHead
  body: BodyStream
  parts: MediaParts
}

/** The offset where the upload must go on, if it isn't where this body begins. */
async function receive({ id, part, uploader, head, body, parts }: Receive): Promise<Received | number> {
  const { mediaStore } = parts
  const offset = await mediaStore.partBytes(part)
  if (head.from !== 0 && head.from !== offset) return offset
  return receiveUpload(mediaStore, { media: id, part, uploader, body, ...head })
}

async function finish(
  received: Received, { id, uploader, parts }: { id: MediaId | null, uploader: string, parts: MediaParts },
): Promise<Result> {
  switch (received.outcome) {
    case 'refused': return received
    case 'cutOff':
      parts.note({ event: 'media:cutOff', media: id ?? 'unknown', bytes: received.offset })
      return { status: 0, body: {} }
    case 'more': {
      const { offset } = received
      return { status: 202, body: { offset }, headers: offsetHeader(offset) }
    }
    case 'stored': {
      const { media, bytes, mime } = received.medium
      parts.note({ event: 'media:stored', media, bytes, mime, uploader })
      parts.voices.prepare(received.medium)
      return announce({ medium: received.medium, uploader, parts, status: 201 })
    }
  }
}

/**
 * Answers only when the journal has the fact. A repeated upload says it again: the first time may have been
 * lost.
 */
async function announce({ medium, uploader, parts, status }: Announced): Promise<Result> {
  const { media, bytes, mime, width, height } = medium
  const said = await within(
    sayWithinMs, parts.voice.say(mediaStored, { media, bytes, mime, width, height, uploader }),
  )
  if (said === 'late') return { refusal: journalAway }
  return { status, body: { media, bytes, mime, width, height }, headers: offsetHeader(bytes) }
}

function wrongPlace(refusal: Refusal, offset: number): Result {
  return { refusal, headers: offsetHeader(offset) }
}

function offsetHeader(offset: number): Headers {
  return [['Upload-Offset', String(offset)]]
}

interface Announced { medium: Medium, uploader: string, parts: MediaParts, status: number }

const journalAway = refuse('journalAway', 'the file is kept, but the journal doesn’t answer; try again')
const noMedia = refuse('notFound', 'a medium is named by its sha-256: 64 lower case hex digits')
const busyReason = 'this upload goes on over another connection'
const offsetReason = 'the upload goes on where Upload-Offset says'
const sayWithinMs = 20_000

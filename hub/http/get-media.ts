import { mediaId } from '../../protocol/ids.ts'
import type { MediaId } from '../../protocol/ids.ts'
import { readRange } from '../media/byte-range.ts'
import { mayRead, uploaderOf } from '../media/media-access.ts'
import type { Person } from '../media/media-access.ts'
import type { Medium } from '../media/media-store.ts'
import { isInline } from '../media/media-type.ts'
import { Refusal, refuse } from '../operations/refusal.ts'
import type { Exchange } from './exchange.ts'
import { identifyPerson } from './identify-person.ts'
import type { MediaParts } from './media-parts.ts'
import { matches } from './route-console.ts'
import { onThrown } from './route-operations.ts'
import { sendFile } from './send-file.ts'

export interface Asked { media: string, exchange: Exchange, parts: MediaParts }

/** A medium, or a range of it, for whoever may see it. `as`: a voice note in a form that its reader can play. */
export async function getMedia(asked: Asked & { as: string }): Promise<void> {
  const { as } = asked
  await guarded(asked, async ({ media, exchange, parts }) => {
    const person = await identifyPerson(exchange, parts)
    if (person instanceof Refusal) return exchange.refuse(person)
    const medium = await findReadable({ media, person, parts })
    if (medium instanceof Refusal) return exchange.refuse(medium)
    const converted = await inForm(medium, { as, parts })
    if (converted instanceof Refusal) return exchange.refuse(converted)
    await send(exchange, converted ?? { ...medium, path: parts.mediaStore.pathOf(medium.media), etag: `"${media}"` })
  })
}

/** Where an upload goes on: `Upload-Offset`, with 200 when this uploader's is complete, else 204. */
export async function headMedia(asked: Asked): Promise<void> {
  await guarded(asked, async ({ media, exchange, parts }) => {
    const person = await identifyPerson(exchange, parts)
    if (person instanceof Refusal) return exchange.refuse(person)
    if (mediaId().check(media) !== null) return exchange.refuse(notThere)
    const uploader = uploaderOf(person)
    const medium = await parts.mediaStore.find(media as MediaId)
    if (medium?.uploaders.has(uploader) === true) {
      const { bytes, mime } = medium
      const headers = [['Upload-Offset', String(bytes)], ['Content-Type', mime], noStore] as const
      return exchange.answer({ status: 200, headers, bytes })
    }
    const offset = await parts.mediaStore.partBytes(parts.mediaStore.partPath(media as MediaId, uploader))
    exchange.answer({ status: 204, headers: [['Upload-Offset', String(offset)], noStore] })
  })
}

async function guarded(asked: Asked, work: (asked: Asked) => Promise<void>): Promise<void> {
  try {
    await work(asked)
  } catch (error) {
    const { exchange, parts } = asked
    exchange.refuse(onThrown(error, () => parts.note({ event: 'http:failed', path: '/media', error })))
  }
}

async function findReadable(
  { media, person, parts }: { media: string, person: Person, parts: MediaParts },
): Promise<Medium | Refusal> {
  const { mediaStore, directory } = parts
  if (mediaId().check(media) !== null) return notThere
  const medium = await mediaStore.find(media as MediaId)
  if (medium === null) return notThere
  if (mayRead(person, medium.uploaders, directory)) return medium
  const again = await mediaStore.findAgain(media as MediaId)
  if (again === null) return notYours
  return mayRead(person, again.uploaders, directory) || isForwarded({ medium: again, person, parts }) ? again : notYours
}

/** A phone reads what an agent told it to send, if the agent may see it: another phone may have brought it. */
function isForwarded(
  { medium, person, parts }: { medium: Medium, person: Person, parts: MediaParts },
): boolean {
  if (person.kind !== 'device') return false
  for (const user of parts.sendersOf(person.device, medium.media)) {
    if (mayRead({ kind: 'user', user }, medium.uploaders, parts.directory)) return true
  }
  return false
}

/** Null: as it is. */
async function inForm(
  medium: Medium, { as, parts }: { as: string, parts: MediaParts },
): Promise<Sent | Refusal | null> {
  if (as === '') return null
  if (as !== 'wav' && as !== 'silk') return refuse('badRequest', 'as: wav or silk')
  const converted = await parts.voices.as(medium, as)
  return converted === null || converted instanceof Refusal ? converted
    : { ...converted, etag: `"${medium.media}-${as}"` }
}

interface Sent { path: string, mime: string, bytes: number, etag: string }

async function send(exchange: Exchange, { path, mime, bytes, etag }: Sent): Promise<void> {
  const headers: [string, string][] = [...safety, ['ETag', etag], ['Accept-Ranges', 'bytes']]
  if (matches(exchange.header('if-none-match'), etag)) return exchange.answer({ status: 304, headers })
  headers.push(['Content-Type', isInline(mime) ? mime : 'application/octet-stream'])
  headers.push(['Content-Disposition', isInline(mime) ? 'inline' : 'attachment'])
  const condition = exchange.header('if-range')
  const range = condition === '' || condition === etag ? readRange(exchange.header('range'), bytes) : null
  if (range === 'unsatisfiable') {
    const actual = [['Content-Range', `bytes */${bytes}`]] as const
    return exchange.refuse(refuse('badRange', `the file has ${bytes} bytes`), actual)
  }
  if (bytes === 0) return exchange.answer({ status: 200, headers })
  const whole = { from: 0, to: bytes - 1 }
  if (range === null) return sendFile(exchange, { path, status: 200, headers, range: whole })
  headers.push(['Content-Range', `bytes ${range.from}-${range.to}/${bytes}`])
  return sendFile(exchange, { path, status: 206, headers, range })
}

const notThere = refuse('notFound', 'there is no such medium')
const notYours = refuse('noRight', 'this medium is not yours to see')
const noStore = ['Cache-Control', 'no-store'] as const

/** What customers send must not run in our origin; its content never changes. */
const safety: [string, string][] = [
  ['Cache-Control', 'private, max-age=31536000, immutable'],
  ['Content-Security-Policy', `default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; sandbox`],
  ['Cross-Origin-Resource-Policy', 'same-origin'], ['Referrer-Policy', 'no-referrer'], ['Vary', 'Cookie'],
]

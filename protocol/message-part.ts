import { emptyBody, packBody } from './bodies.ts'
import { type Field, byteLength, integer, listOf, oneOf, record, text } from './fields.ts'
import { type MediaId, mediaId } from './ids.ts'
import { limits } from './limits.ts'

const MiB = 1024 * 1024

/** What may be prepared to be sent later (QR-2): by people from a quick reply, or by the hub itself. */
export const partTypes = {
  text: '文字', picture: '图片', voice: '语音', video: '视频', file: '文件', link: '图文链接',
} as const
export type PartType = keyof typeof partTypes

export const partLimits = Object.freeze({
  /** Messages that are sent together. */
  partsMax: 10,
  /** All of them, as they are stored: a console keeps thousands. */
  bytesMax: 32 * 1024,
  /** WeChat refuses a longer voice (QR-3). */
  voiceMsMax: 60_000,
  voiceBytesMax: 10 * MiB,
  videoBytesMax: 10 * MiB,
  linkBytesMax: 2_048,
})
if (partLimits.voiceBytesMax > limits.voiceBytesMax) throw new Error('limits disagree: a voice is a medium')

const count = () => integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const line = () => text({ bytesMax: limits.nameBytesMax })

/**
 * One prepared message: `text` of a text, the name of a file; `title`, `url`, `description` of a link, whose `media`
 * is the cover. Sizes and duration are the hub's to fill in: it looks at the medium.
 */
export const messagePart = () => record('message', {
  type: oneOf(...Object.keys(partTypes) as PartType[]), text: text({ bytesMax: limits.textBytesMax }),
  media: mediaId(), title: line(), url: text({ bytesMax: partLimits.linkBytesMax }), description: line(),
  bytes: count(), width: count(), height: count(), durationMs: count(),
}, { required: ['type'], bytesMax: partLimits.bytesMax })
export type MessagePart = NonNullable<ReturnType<typeof messagePart>['value']>

/** One to ten of them, in the order in which they are sent; each whole. */
export function messageParts(): Field<MessagePart[]> {
  const { partsMax: max, bytesMax } = partLimits
  const list = listOf<MessagePart>({ ...shape, check: wholePart }, { max })
  return {
    ...list,
    check: (value) => {
      const fault = list.check(value)
      if (fault !== null) return fault
      if ((value as unknown[]).length === 0) return 'empty'
      return byteLength(JSON.stringify(value)) > bytesMax ? `longer than ${bytesMax} bytes` : null
    },
  }
}

export interface PartDraft { type: PartType; text: string; media: MediaId | null; body: Uint8Array }

/** What the message asks of a phone, as a console's or the hub's send carries it. */
export function draftOfPart(part: MessagePart): PartDraft {
  const { type, media = null } = part
  const text = type === 'link' ? part.title ?? '' : type === 'text' || type === 'file' ? part.text ?? '' : ''
  return { type, text, media, body: bodyOfPart(part) }
}

/** What a list shows of it in one line. */
export function partSummary({ type, text, title }: MessagePart): string {
  if (type === 'text') return (text ?? '').replace(/\s+/g, ' ').trim()
  return `[${partTypes[type]}]${type === 'link' ? title ?? '' : text ?? ''}`
}

function bodyOfPart(part: MessagePart): Uint8Array {
  const { type, bytes, width, height, durationMs } = part
  switch (type) {
    case 'text': return emptyBody
    case 'picture': return packBody('picture', known({ width, height, bytes }))
    case 'voice': return packBody('voice', known({ durationMs, bytes }))
    case 'video': return packBody('video', known({ durationMs, bytes, width, height }))
    case 'file': return packBody('file', known({ name: part.text, bytes, ext: extensionOf(part.text ?? '') }))
    case 'link': return packBody('link', known({
      title: part.title, url: part.url, description: part.description, cover: part.media,
    }))
  }
}

/** Of a file's name, in lower case; '' where it has none. */
export function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** What is empty, null or 0 says nothing. */
function known<V extends Record<string, unknown>>(values: V): Known<V> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as Known<V>
}
type Known<V> = { [K in keyof V]?: NonNullable<V[K]> }

function wholePart(value: unknown): string | null {
  const fault = shape.check(value)
  if (fault !== null) return fault
  const { type, text: words, media, title, url } = value as MessagePart
  if (type === 'text') return (words ?? '').trim() === '' ? 'text: empty' : null
  if (type === 'link') {
    if ((title ?? '').trim() === '') return 'title: empty'
    return isWebAddress(url ?? '') ? null : 'url: not a https or http address'
  }
  if (type === 'file' && (words ?? '').trim() === '') return 'text: empty'
  return (media ?? null) === null ? 'media: missing' : null
}

function isWebAddress(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
}

const shape = messagePart()

import { pack, unpackForeign } from './codec.ts'
import { type FieldSet, type ValueOf, decimal, integer, listOf, text } from './fields.ts'
import type { MessageType } from './kinds.ts'
import { limits } from './limits.ts'

const words = () => text({ bytesMax: limits.bodyBytesMax })
const count = () => integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const size = { width: count(), height: count() }
const durationMs = count()
const bytes = count()
const link = { title: words(), cover: words() }
const call = { durationMs, state: words() }

/**
 * Attributes of a message kind: the opaque `body` bytes are a msgpack map with these keys (DOMAIN.md, Message
 * kinds), each of them optional. The hub carries them unopened; consoles and phones read them here, and treat
 * whatever doesn't fit as absent.
 */
export const bodyFields = {
  /** Wxids of members, each named in the text by `@name`; `notify@all` for everybody. */
  text: { mentions: listOf(words(), { max: limits.chatroomMembersMax }) },
  picture: { ...size, bytes },
  voice: { durationMs, bytes },
  video: { durationMs, bytes, ...size },
  file: { name: words(), bytes, ext: words(), md5: words() },
  link: { ...link, description: words(), url: words() },
  miniProgram: { ...link, appid: words(), path: words() },
  card: { wxid: words(), nickname: words(), alias: words(), avatar: words() },
  location: {
    lat: decimal({ min: -90, max: 90 }), lng: decimal({ min: -180, max: 180 }), label: words(), poi: words(),
  },
  emoji: { ...size, md5: words() },
  redPacket: { greeting: words(), state: words() },
  /** `amountFen` when the display string could be read; the string itself is kept. */
  transfer: { amountFen: count(), display: words(), state: words(), memo: words() },
  /** `sender`: the wxid of who said what is quoted. */
  quote: {
    msgSvrId: words(), sender: words(), kind: words(), text: words(),
    mentions: listOf(words(), { max: limits.chatroomMembersMax }),
  },
  mergedHistory: { title: words(), lines: listOf(words(), { max: 1_000 }) },
  videoChannel: { ...link, nickname: words() },
  audioCall: call,
  videoCall: call,
} satisfies { [Type in MessageType]?: FieldSet }

/** Keys whose values programs read: addresses, hashes, ids. */
export const programKeys: ReadonlySet<string> = new Set([
  'url', 'cover', 'avatar', 'md5', 'ext', 'appid', 'path', 'wxid', 'msgSvrId', 'sender', 'kind', 'state', 'mentions',
])

type BodyFields = typeof bodyFields
export type Bodies = {
  [Type in keyof BodyFields]: { [Key in keyof BodyFields[Type]]?: ValueOf<BodyFields[Type][Key]> }
}
export type BodyOf<Type extends MessageType> =
  Type extends keyof Bodies ? Bodies[Type] : Record<string, never>

/** An empty map; msgpackr would write the long form. */
const noBody: Uint8Array = Uint8Array.of(0x80)

export function packBody<Type extends keyof Bodies>(_type: Type, body: Bodies[Type]): Uint8Array {
  return Object.keys(body).length === 0 ? noBody : pack(body)
}

export const emptyBody: Uint8Array = noBody

/** A damaged body is an empty one: a message is never hidden because its attributes can't be read. */
export function readBody<Type extends keyof Bodies>(type: Type, bytes: Uint8Array): Bodies[Type] {
  const unpacked = unpackForeign(bytes, { depthMax: limits.frameDepthMax })
  const value = unpacked.fault === null ? unpacked.value : null
  const body: Record<string, unknown> = {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return body
  for (const [key, { check }] of Object.entries<FieldSet[string]>(bodyFields[type])) {
    const entry = (value as Record<string, unknown>)[key] ?? null
    if (entry !== null && check(entry) === null) body[key] = entry
  }
  return body
}

import { pack, unpack } from './codec.ts'
import type { MessageType } from './kinds.ts'

/**
 * Attributes of a message kind: the opaque `body` bytes are a msgpack map with these keys (DOMAIN.md, Message
 * kinds). The hub carries them unopened; consoles and phones read them here, and treat whatever doesn't fit
 * as absent.
 */
export interface Bodies {
  picture: { width?: number; height?: number; bytes?: number }
  voice: { durationMs?: number; bytes?: number }
  video: { durationMs?: number; bytes?: number; width?: number; height?: number }
  file: { name?: string; bytes?: number; ext?: string; md5?: string }
  link: { title?: string; description?: string; url?: string; cover?: string }
  miniProgram: { title?: string; appid?: string; path?: string; cover?: string }
  card: { wxid?: string; nickname?: string; alias?: string; avatar?: string }
  location: { lat?: number; lng?: number; label?: string; poi?: string }
  redPacket: { greeting?: string; state?: string }
  /** `amountFen` when the display string could be read; the string itself is kept. */
  transfer: { amountFen?: number; display?: string; state?: string; memo?: string }
  quote: { msgSvrId?: string; sender?: string; kind?: string; text?: string }
  mergedHistory: { title?: string; lines?: string[] }
  emoji: { width?: number; height?: number; md5?: string }
  videoChannel: { title?: string; cover?: string; nickname?: string }
  audioCall: { durationMs?: number; state?: string }
  videoCall: { durationMs?: number; state?: string }
  text: { mentions?: string[] }
}
export type BodyOf<Type extends MessageType> =
  Type extends keyof Bodies ? Bodies[Type] : Record<string, never>

const noBody = pack({})

export function packBody<Type extends keyof Bodies>(_type: Type, body: Bodies[Type]): Uint8Array {
  return Object.keys(body).length === 0 ? noBody : pack(body)
}

export const emptyBody: Uint8Array = noBody

/** A damaged body is an empty one: a message is never hidden because its attributes can't be read. */
export function readBody<Type extends keyof Bodies>(_type: Type, bytes: Uint8Array): Bodies[Type] {
  if (bytes.length === 0) return {}
  try {
    const value = unpack(bytes)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  } catch {
    return {}
  }
}

import { Packr, Unpackr } from 'msgpackr'
import { plainFault } from './plain.ts'

/**
 * Plain msgpack that any language reads: no records, no structures; 64-bit integers become numbers, and each
 * integer field has a safe maximum.
 */
const options = { useRecords: false, int64AsType: 'number' as const, encodeUndefinedAsNil: true }
const packr = new Packr(options)
const unpackr = new Unpackr(options)

/** A fresh buffer: safe to hand to a socket or a publisher that keeps it. */
export function pack(value: unknown): Uint8Array {
  return packr.pack(value)
}

/**
 * For bytes of our own writing; foreign ones go through `unpackForeign`. Throws on bytes that are no msgpack. The
 * error may contain the input: never log it. Binary fields are views of `bytes`, so the caller owns `bytes` for
 * as long as the result lives.
 */
export function unpack(bytes: Uint8Array): unknown {
  return unpackr.unpack(bytes)
}

/** For bytes from outside: what isn't plain msgpack is named, never thrown. */
export function unpackForeign(
  bytes: Uint8Array, { depthMax }: { depthMax: number },
): { value: unknown; fault: null } | { fault: string } {
  const fault = plainFault(bytes, { depthMax })
  if (fault !== null) return { fault }
  try {
    return { value: unpack(bytes), fault: null }
  } catch {
    return { fault: 'not readable' }
  }
}

import { pack, unpackForeign } from './codec.ts'
import { limits } from './limits.ts'
import type { Family, FieldFault, MemberOf, Shape } from './message.ts'
import type { FieldSet } from './fields.ts'
import type { RefusalCode } from './refusal-codes.ts'

/** One WebSocket frame: a msgpack array of messages, each a positional array `[code, …]`. */
export type Frame<M> =
  | { kind: 'frame'; messages: Decoded<M>[] }
  | { kind: 'malformed'; reason: string }

/**
 * A message whose fields don't fit keeps its raw values, so that a numbered one can be refused by its number.
 */
export type Decoded<M> = M | Misfit

export interface Misfit {
  kind: 'misfit'
  code: number
  values: readonly unknown[]
  fault: FieldFault
  /** It fits, and can’t be taken for this reason. */
  refusal?: RefusalCode
}

type AnyFamily = Family<readonly Shape<string, FieldSet>[]>

/**
 * Reads one frame. `bytes` must belong to the caller (not to a socket's scratch buffer): bodies are views of
 * it. Sizes, depth and kinds are checked before decoding; unknown codes are misfits, never skipped silently.
 */
export function decodeFrame<F extends AnyFamily>(bytes: Uint8Array, family: F): Frame<MemberOf<F>> {
  if (bytes.length > family.frameBytesMax) return malformed(`frame longer than ${family.frameBytesMax} bytes`)
  const unpacked = unpackForeign(bytes, { depthMax: limits.frameDepthMax })
  if (unpacked.fault !== null) return malformed(`not plain msgpack: ${unpacked.fault}`)
  const { value } = unpacked
  if (!Array.isArray(value)) return malformed('not an array of messages')
  if (value.length === 0) return malformed('an empty frame')
  if (value.length > limits.frameMessagesMax) {
    return malformed(`more than ${limits.frameMessagesMax} messages`)
  }
  const messages: Decoded<MemberOf<F>>[] = []
  for (const raw of value as unknown[]) {
    if (!Array.isArray(raw) || typeof raw[0] !== 'number') {
      return malformed('a message is not an array with a code')
    }
    messages.push(decodeMessage(raw, family) as Decoded<MemberOf<F>>)
  }
  return { kind: 'frame', messages }
}

/** The shape's own values to one frame; `write` of the shapes makes the arrays. */
export function encodeFrame(messages: readonly (readonly unknown[])[]): Uint8Array {
  return pack(messages)
}

/** The same in as many frames as the limits ask for. A message longer than a frame is a bug of its writer. */
export function encodeFrames(
  messages: readonly (readonly unknown[])[], { bytesMax }: { bytesMax: number },
): Uint8Array[] {
  if (messages.length === 0) return []
  const whole = messages.length <= limits.frameMessagesMax ? pack(messages) : null
  if (whole !== null && whole.length <= bytesMax) return [whole]
  if (messages.length === 1) throw new Error(`message ${String(messages[0]?.[0])} is longer than a frame`)
  const middle = messages.length >> 1
  const halves = [messages.slice(0, middle), messages.slice(middle)]
  return halves.flatMap((half) => encodeFrames(half, { bytesMax }))
}

function decodeMessage(raw: readonly unknown[], family: AnyFamily): unknown {
  const code = raw[0] as number
  const found = family.byCode.get(code)
  if (found === undefined) return misfit(raw, { field: 'code', reason: `unknown message ${code}` })
  const fault = found.check(raw, 1)
  return fault === null ? found.read(raw, 1) : misfit(raw, fault)
}

function misfit(values: readonly unknown[], fault: FieldFault): Misfit {
  return { kind: 'misfit', code: values[0] as number, values, fault }
}

function malformed(reason: string): { kind: 'malformed'; reason: string } {
  return { kind: 'malformed', reason }
}

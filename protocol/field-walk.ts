import { type FieldSpec, type FieldSet, timeMaxMs, timeMinMs } from './fields.ts'

/**
 * Checks one field where it lies, without making a value of it. Answers where the field ends; `unfit` if it
 * doesn't fit, or is written in a way that isn't worth a short cut: then it is decoded, and its fault gets its
 * name there. What passes here passes `Field.check`, too.
 */
export type FieldWalk = (bytes: Uint8Array, at: number, end: number) => number

export const unfit = -1

/** Null for kinds that must be decoded to be checked: lists and maps. */
export function walkOf({ spec, optional }: FieldSet[string]): FieldWalk | null {
  const inner = walkOfSpec(spec)
  if (inner === null || !optional) return inner
  return (bytes, at, end) => (bytes[at] === nil ? at + 1 : inner(bytes, at, end))
}

function walkOfSpec(spec: FieldSpec): FieldWalk | null {
  switch (spec.kind) {
    case 'text': return walkText(spec)
    case 'pattern': return walkPattern(spec)
    case 'integer': return walkWhole(spec)
    case 'time': return walkWhole({ min: timeMinMs, max: timeMaxMs })
    case 'choice': return walkChoice(spec)
    case 'bytes': return walkBin(spec)
    default: return null
  }
}

function walkText({ bytesMin, bytesMax }: { bytesMin: number; bytesMax: number }): FieldWalk {
  return (bytes, at, end) => {
    const from = contentOf(bytes, at)
    const to = from + lengthAt
    if (from < 0 || to > end || lengthAt > bytesMax || lengthAt < bytesMin) return unfit
    return isText(bytes, from, to) ? to : unfit
  }
}

/** Patterns are runs of one class of ASCII characters; any other isn't walked. */
function walkPattern({ expression, bytesMax }: { expression: string; bytesMax: number }): FieldWalk | null {
  const letters = /^\^(\[[^\]]+\])(?:\+|\{(\d+)\})\$$/.exec(expression)
  if (letters === null) return null
  const letter = new RegExp(`^${letters[1] as string}$`)
  const allowed = new Uint8Array(256)
  for (let code = 0; code < 128; code++) allowed[code] = letter.test(String.fromCharCode(code)) ? 1 : 0
  const [least, most] = letters[2] === undefined ? [1, bytesMax] : [Number(letters[2]), Number(letters[2])]
  return (bytes, at, end) => {
    const from = contentOf(bytes, at)
    const to = from + lengthAt
    if (from < 0 || to > end || lengthAt < least || lengthAt > most) return unfit
    for (let index = from; index < to; index++) if (allowed[bytes[index] as number] === 0) return unfit
    return to
  }
}

function walkWhole({ min, max }: { min: number; max: number }): FieldWalk {
  return (bytes, at, end) => {
    const value = wholeAt(bytes, at)
    return value >= min && value <= max && nextAt <= end ? nextAt : unfit
  }
}

function walkChoice({ choices }: { choices: readonly string[] }): FieldWalk {
  const byLength: Uint8Array[][] = []
  for (const choice of choices) (byLength[choice.length] ??= []).push(new TextEncoder().encode(choice))
  return (bytes, at, end) => {
    const from = contentOf(bytes, at)
    const to = from + lengthAt
    if (from < 0 || to > end) return unfit
    for (const choice of byLength[lengthAt] ?? none) if (startsWith(bytes, from, choice)) return to
    return unfit
  }
}

function walkBin({ bytesMax }: { bytesMax: number }): FieldWalk {
  return (bytes, at, end) => {
    const width = bytes[at] === 0xc4 ? 1 : bytes[at] === 0xc5 ? 2 : bytes[at] === 0xc6 ? 4 : 0
    if (width === 0) return unfit
    const length = readUint(bytes, at + 1, width)
    const to = at + 1 + width + length
    return length <= bytesMax && to <= end ? to : unfit
  }
}

function startsWith(bytes: Uint8Array, from: number, what: Uint8Array): boolean {
  for (let index = 0; index < what.length; index++) if (bytes[from + index] !== what[index]) return false
  return true
}

/** What the last `contentOf` and `wholeAt` found beside their answer: a second answer without an object. */
export let lengthAt = 0
let nextAt = 0

/** Where the content of the msgpack text at `at` begins, its length in `lengthAt`; `unfit` if it is none. */
export function contentOf(bytes: Uint8Array, at: number): number {
  const head = bytes[at] ?? 0
  if (head >= 0xa0 && head <= 0xbf) {
    lengthAt = head - 0xa0
    return at + 1
  }
  const width = head === 0xd9 ? 1 : head === 0xda ? 2 : head === 0xdb ? 4 : 0
  lengthAt = width === 0 ? 0 : readUint(bytes, at + 1, width)
  return width === 0 ? unfit : at + 1 + width
}

/** A whole number that isn't negative, and `nextAt` behind it; else NaN. */
export function wholeAt(bytes: Uint8Array, at: number): number {
  const head = bytes[at] ?? 0xc0
  if (head < 0x80) {
    nextAt = at + 1
    return head
  }
  if (head >= 0xcc && head <= 0xcf) {
    const width = 1 << (head - 0xcc)
    nextAt = at + 1 + width
    return readUint(bytes, at + 1, width)
  }
  if (head !== 0xcb) return NaN
  for (let index = 0; index < 8; index++) doubleBytes[7 - index] = bytes[at + 1 + index] ?? 0
  nextAt = at + 9
  const value = double[0] as number
  return Number.isInteger(value) ? value : NaN
}

function readUint(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let index = at; index < at + width; index++) value = value * 256 + (bytes[index] ?? 0)
  return value
}

/** Well-formed UTF-8 (RFC 3629) without U+0000. */
function isText(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  while (at < to) {
    const first = bytes[at] as number
    if (first < 0x80) {
      if (first === 0) return false
      at += 1
      continue
    }
    const follow = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0
    if (follow === 0 || at + follow >= to || !follows(bytes, at, first, follow)) return false
    at += 1 + follow
  }
  return true
}

function follows(bytes: Uint8Array, at: number, first: number, count: number): boolean {
  const second = bytes[at + 1] as number
  // Overlong forms, surrogates and what lies beyond U+10FFFF.
  if (first === 0xe0 && second < 0xa0 || first === 0xed && second > 0x9f) return false
  if (first === 0xf0 && second < 0x90 || first === 0xf4 && second > 0x8f) return false
  if ((second & 0xc0) !== 0x80) return false
  if (count > 1 && ((bytes[at + 2] as number) & 0xc0) !== 0x80) return false
  return count < 3 || ((bytes[at + 3] as number) & 0xc0) === 0x80
}

const nil = 0xc0
const none: readonly Uint8Array[] = []
/** msgpack is big-endian; the machines that Node and browsers run on are not. */
const double = new Float64Array(1)
const doubleBytes = new Uint8Array(double.buffer)


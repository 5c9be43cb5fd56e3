import { type Fact, type Stamp, stampLength } from './events/fact.ts'
import { type FieldWalk, contentOf, lengthAt, unfit, walkOf, wholeAt } from './field-walk.ts'
import type { FieldSet } from './fields.ts'
import { type AccountId, type PeerId, sequence } from './ids.ts'
import { Interner } from './interner.ts'
import { limits } from './limits.ts'

/**
 * A numbered message that the hub passes on as it came: its fields were checked where they lie, and their bytes
 * become the event's. What the road asks of it is read once; nothing else is decoded before somebody asks.
 */
export interface Carried<Name extends string = string> {
  readonly kind: 'carried'
  readonly fact: Name
  readonly sequence: number
  readonly account: AccountId
  readonly peer: PeerId
  /** Of a message: written on the phone itself. */
  readonly outgoing: boolean
  /** The frame it came in, and where its fields lie there, behind the number. */
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  /** The first bytes of its event: the head of the array and the code. */
  readonly head: Uint8Array
}

/** All messages of a frame, or null: then it is decoded, and what is wrong with it gets its name there. */
export type Carrier<Name extends string> = (bytes: Uint8Array) => Carried<Name>[] | null

/** Reads frames that hold nothing but these facts, written without waste, as nearly all frames are. */
export function newCarrier<Name extends string>(...facts: readonly Fact<Name, FieldSet>[]): Carrier<Name> {
  const plans: (Plan<Name> | undefined)[] = []
  for (const fact of facts) plans[fact.code] = planOf(fact)
  return (bytes) => {
    if (bytes.length > limits.frameBytesMax) return null
    const count = arrayCount(bytes, 0)
    if (count < 1 || count > limits.frameMessagesMax) return null
    const messages: Carried<Name>[] = []
    let at = arrayStart
    for (let left = count; left > 0; left--) {
      const fields = arrayCount(bytes, at)
      const plan = fields < 0 ? undefined : plans[bytes[arrayStart] as number]
      if (plan === undefined || fields !== plan.walks.length + 2) return null
      const carried = carry(plan, bytes, arrayStart + 1)
      if (carried === null) return null
      messages.push(carried)
      at = carried.to
    }
    return at === bytes.length ? messages : null
  }
}

function carry<Name extends string>(plan: Plan<Name>, bytes: Uint8Array, at: number): Carried<Name> | null {
  const { fact, walks, account, peer, direction, head } = plan
  const number = wholeAt(bytes, at)
  const from = walkSequence(bytes, at, bytes.length)
  if (from === unfit) return null
  let accountAt = 0
  let peerAt = 0
  let outgoing = false
  let to = from
  for (let index = 0; index < walks.length; index++) {
    if (index === account) accountAt = to
    else if (index === peer) peerAt = to
    else if (index === direction) outgoing = bytes[to + 1] === letterO
    to = (walks[index] as FieldWalk)(bytes, to, bytes.length)
    if (to === unfit) return null
  }
  return {
    kind: 'carried', fact, sequence: number, account: internText(bytes, accountAt) as AccountId,
    peer: internText(bytes, peerAt) as PeerId, outgoing, bytes, from, to, head,
  }
}

interface Plan<Name extends string> {
  fact: Name
  walks: FieldWalk[]
  /** Where these fields stand; -1 for none. */
  account: number
  peer: number
  direction: number
  head: Uint8Array
}

function planOf<Name extends string>({ name, code, names, fields }: Fact<Name, FieldSet>): Plan<Name> {
  const walks = names.map((key) => {
    const walk = walkOf(fields[key] as FieldSet[string])
    if (walk === null) throw new Error(`${name}.${key} can't be carried`)
    return walk
  })
  const [account, peer, direction] = ['account', 'peer', 'direction'].map((key) => names.indexOf(key))
  if (account === -1 || peer === -1) throw new Error(`${name} is not about a conversation`)
  const count = names.length + stampLength
  const head = count < 16 ? Uint8Array.of(0x90 | count, code) : Uint8Array.of(0xdc, 0, count, code)
  return {
    fact: name, walks, head, account: account as number, peer: peer as number, direction: direction as number,
  }
}

/** Bytes and a view of the same memory. */
export interface Target { array: Uint8Array; view: DataView }

/** What `writeCarried` takes at most. */
export function carriedBytesMax({ source }: Stamp, { from, to }: Carried): number {
  return 5 + 2 + source.length + 3 * 9 + to - from
}

/** The event as `writeEvent` would say it, its fields as they came. Answers where it ends. */
export function writeCarried(
  { array, view }: Target, at: number, { stamp, carried }: { stamp: Stamp; carried: Carried },
): number {
  const { source, epoch, atMs } = stamp
  const { head, bytes, from, to } = carried
  let next = at
  for (let index = 0; index < head.length; index++) array[next++] = head[index] as number
  // Sources are ASCII and shorter than 256 bytes (ids.ts).
  array[next++] = 0xd9
  array[next++] = source.length
  for (let index = 0; index < source.length; index++) array[next++] = source.charCodeAt(index)
  next = writeNumber(view, next, stamp.sequence)
  next = writeNumber(view, next, epoch)
  next = writeNumber(view, next, atMs)
  array.set(bytes.subarray(from, to), next)
  return next + to - from
}

function writeNumber(view: DataView, at: number, value: number): number {
  if (value < 2 ** 32) {
    view.setUint8(at, 0xce)
    view.setUint32(at + 1, value)
    return at + 5
  }
  view.setUint8(at, 0xcb)
  view.setFloat64(at + 1, value)
  return at + 9
}

/** Set by `arrayCount`: where the first element stands. */
let arrayStart = 0

function arrayCount(bytes: Uint8Array, at: number): number {
  const head = bytes[at] ?? 0
  const short = head >= 0x90 && head <= 0x9f
  arrayStart = short ? at + 1 : at + 3
  if (short) return head - 0x90
  return head === 0xdc ? (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0) : -1
}

function internText(bytes: Uint8Array, at: number): string {
  const from = contentOf(bytes, at)
  return interner.of(bytes, from, from + lengthAt)
}

const walkSequence = walkOf(sequence()) as FieldWalk
/** Of 'out'. */
const letterO = 0x6f
/** Accounts and those they talk to: 16,384 × about 50 bytes. */
const interner = new Interner({ places: 16_384 })

import type { Dice } from '../../bench/fleet/dice.ts'
import { pack, unpack } from '../../protocol/codec.ts'

/** One to four changes of a good input; now and then bytes that were never good. */
export function mutate(dice: Dice, seeds: readonly Uint8Array[]): Uint8Array {
  if (dice.chance(0.02)) return Buffer.from(Array.from({ length: dice.integer(0, 64) }, () => dice.integer(0, 255)))
  let bytes: Buffer = Buffer.from(dice.pick(seeds))
  // Broken in their values alone, they pass the first doors.
  if (dice.chance(0.5)) bytes = withOddValue(bytes, dice)
  if (dice.chance(0.4)) return bytes
  for (let left = dice.integer(1, 3); left > 0; left--) bytes = dice.pick(changes)(bytes, dice, seeds)
  return bytes.subarray(0, bytesMax)
}

/** One value of a msgpack structure becomes another; what isn't msgpack stays as it is. */
function withOddValue(bytes: Buffer, dice: Dice): Buffer {
  try {
    const value = unpack(bytes)
    if (!isHolder(value)) return bytes
    let holder = value
    for (;;) {
      const keys = Object.keys(holder)
      const key = dice.pick(keys)
      const inner = holder[key]
      if (isHolder(inner) && dice.chance(0.8)) {
        holder = inner
        continue
      }
      if (key !== undefined) holder[key] = dice.pick(oddValues)
      return Buffer.from(pack(value))
    }
  } catch {
    return bytes
  }
}

/** A list or a map. For 0xc1 msgpackr has one object for all: an odd value put into that would be there ever after. */
function isHolder(value: unknown): value is Record<string, unknown> {
  if (Array.isArray(value)) return true
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

const oddValues: readonly unknown[] = [
  null, true, false, 0, -0, -1, 1.5, 127, 2 ** 31, 2 ** 53, 2 ** 53 - 1, 2n ** 64n - 1n, -(2n ** 63n), Number.NaN,
  Number.POSITIVE_INFINITY, 1e300, '', ' ', '\0', 'a\0b', '\ud800', '\u202e', '<script>',
  '\'; drop table message; --',
  '${jndi:ldap://x}', '%00', '../../etc/passwd', 'x'.repeat(257), '汉'.repeat(6_000), [], {}, [[[[[[]]]]]],
  { constructor: 1, toString: 'x' }, new Uint8Array(), new Uint8Array(70_000), Array.from({ length: 1_001 }, () => 0),
]

type Change = (bytes: Buffer, dice: Dice, seeds: readonly Uint8Array[]) => Buffer

const place = (bytes: Buffer, dice: Dice): number => dice.integer(0, bytes.length)
const withAt = (bytes: Buffer, at: number, put: Uint8Array, over: number): Buffer =>
  Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(Math.min(bytes.length, at + over))])

const changes: readonly Change[] = [
  (bytes, dice) => {
    if (bytes.length === 0) return bytes
    const at = dice.integer(0, bytes.length - 1)
    bytes[at] = (bytes[at] as number) ^ (1 << dice.integer(0, 7))
    return bytes
  },
  (bytes, dice) => withAt(bytes, place(bytes, dice), Uint8Array.of(dice.integer(0, 255)), dice.integer(0, 1)),
  // A good value where another was expected: what lies about its length, what no field takes.
  (bytes, dice) => withAt(bytes, place(bytes, dice), dice.pick(tokens), dice.integer(0, 9)),
  (bytes, dice) => bytes.subarray(0, place(bytes, dice)),
  (bytes, dice) => withAt(bytes, place(bytes, dice), new Uint8Array(), dice.integer(1, 12)),
  (bytes, dice) => {
    const from = place(bytes, dice)
    return withAt(bytes, place(bytes, dice), bytes.subarray(from, from + dice.integer(1, 40)), 0)
  },
  (bytes, dice, seeds) => {
    const other = Buffer.from(dice.pick(seeds))
    return Buffer.concat([bytes.subarray(0, place(bytes, dice)), other.subarray(place(other, dice))])
  },
  (bytes, dice) => withAt(bytes, place(bytes, dice), Buffer.alloc(dice.integer(1, 300), dice.integer(0, 255)), 0),
]

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex')

/** Values of msgpack, JSON and HTTP that readers are known to stumble over. */
const tokens: readonly Uint8Array[] = [
  // NaN, both infinities, −0, 2^53, 2^64 − 1, −2^63 and numbers that are whole only nearly.
  hex('cb 7ff8000000000000'), hex('cb 7ff0000000000000'), hex('cb fff0000000000000'), hex('cb 8000000000000000'),
  hex('cb 4340000000000000'), hex('cf ffffffffffffffff'), hex('d3 8000000000000000'), hex('cb 3fefffffffffffff'),
  // Lengths of more than there is.
  hex('db ffffffff'), hex('c6 ffffffff'), hex('dd ffffffff'), hex('df ffffffff'), hex('dc ffff'), hex('de ffff'),
  // Extensions: a time, a reference, a set, an error, a record's definition.
  hex('d6 ff 00000000'), hex('d4 72 40'), hex('c7 00 73'), hex('c7 04 65 93c0c0c0'), hex('d5 72 4041'),
  // Texts: U+0000, a lone surrogate, overlong, cut off, beyond Unicode, a right-to-left override.
  hex('a3 610062'), hex('a3 eda080'), hex('a2 c0af'), hex('a1 e4'), hex('a4 f4908080'), hex('a3 e280ae'),
  // A key twice, a key that objects have anyway, a key that is no text.
  hex('82 a161 01 a161 02'), hex('81 a9 5f5f70726f746f5f5f 81a16101'), hex('81 ab 636f6e7374727563746f72 01'),
  hex('81 01 01'), hex('c1'), hex('c0'), hex('90'), hex('80'), Buffer.alloc(40, 0x91), Buffer.alloc(40, 0x81),
  Buffer.from('"\\ud800"'), Buffer.from('"\\u0000"'), Buffer.from('1e999'), Buffer.from('-0'),
  Buffer.from('[[[[[[[['),
  Buffer.from('{"__proto__":{"a":1}}'), Buffer.from('"constructor":'), Buffer.from('null'), Buffer.from('\r\n'),
  Buffer.from('\r\n\r\n'), Buffer.from(';,='), Buffer.from('99999999999999999999'), Buffer.from('%00'),
  Buffer.from('../'),
]

const bytesMax = 600_000

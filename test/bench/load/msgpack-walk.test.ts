import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrayCount, firstElement, readNumber, skipValue } from '../../../bench/load/msgpack-walk.ts'
import { pack } from '../../../protocol/codec.ts'

const scalars = fc.oneof(
  fc.integer(), fc.double(), fc.string(), fc.boolean(), fc.constant(null), fc.uint8Array({ maxLength: 300 }),
  fc.string({ minLength: 256, maxLength: 300 }), fc.maxSafeNat(),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 }, scalars, fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 20 }),
  ),
}))

test('a value is stepped over exactly, whatever it holds', () => {
  fc.assert(fc.property(value, fc.nat(5), (one, before) => {
    const bytes = pack(one)
    const within = Buffer.concat([Buffer.alloc(before), bytes, Buffer.from([0xc0])])
    expect(skipValue(within, before)).toBe(before + bytes.length)
  }))
})

test('arrays of every size are counted and entered', () => {
  for (const count of [0, 1, 15, 16, 65_535, 65_536]) {
    const bytes = pack(Array<number>(count).fill(7))
    expect(arrayCount(bytes, 0)).toBe(count)
    expect(bytes.length - firstElement(bytes, 0)).toBe(count)
  }
  expect(() => arrayCount(pack('text'), 0)).toThrow('not an array')
})

test('positive numbers of every encoding are read', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (number) => {
    expect(readNumber(pack(number), 0)).toBe(number)
  }))
  for (const number of [0, 127, 128, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32]) {
    expect(readNumber(pack(number), 0)).toBe(number)
  }
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newBytes } from '../../../bench/load/bytes.ts'
import { FrameReader } from '../../../bench/load/frame-reader.ts'

function serverFrame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload
  const head = length < 126 ? Buffer.from([0x80 | opcode, length]) : Buffer.alloc(length < 65_536 ? 4 : 10)
  if (length >= 126) {
    head[0] = 0x80 | opcode
    head[1] = length < 65_536 ? 126 : 127
    if (length < 65_536) head.writeUInt16BE(length, 2)
    else head.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([head, payload])
}

const payloads = fc.oneof(
  fc.uint8Array({ maxLength: 130 }),
  fc.integer({ min: 65_530, max: 65_545 }).map((length) => new Uint8Array(length).fill(length & 0xff)),
)

test('frames come out whole and in order, however the stream is cut', () => {
  fc.assert(fc.property(
    fc.array(payloads, { minLength: 1, maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1 }),
    (sent, cuts) => {
      const stream = Buffer.concat(sent.map((payload) => serverFrame(2, payload)))
      const heard: Buffer[] = []
      const reader = new FrameReader((opcode, { array }, from, to) => {
        expect(opcode).toBe(2)
        heard.push(Buffer.from(array.slice(from, to)))
      })
      // The same memory for each piece, as a socket's.
      const shared = newBytes(70_000)
      for (let at = 0, index = 0; at < stream.length; index++) {
        const length = Math.min(cuts[index % cuts.length] as number, stream.length - at)
        shared.array.set(stream.subarray(at, at + length))
        reader.push(shared, 0, length)
        at += length
      }
      expect(heard.map((one) => one.length)).toEqual(sent.map((one) => one.length))
      expect(Buffer.compare(Buffer.concat(heard), Buffer.concat(sent))).toBe(0)
    },
  ), { numRuns: 60 })
})

test('a masked or fragmented frame of a server is refused loudly', () => {
  const reader = new FrameReader(() => undefined)
  const bytes = newBytes(8)
  bytes.array.set([0x82, 0x81, 0, 0, 0, 0, 1])
  expect(() => reader.push(bytes, 0, 7)).toThrow('masked')
  bytes.array.set([0x02, 0x01, 0])
  expect(() => new FrameReader(() => undefined).push(bytes, 0, 3)).toThrow('fragmented')
})

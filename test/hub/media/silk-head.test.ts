import fc from 'fast-check'
import { expect, test } from 'vitest'
import { silkDurationMs } from '../../../hub/media/silk-head.ts'

const note = (mark: string, packets: readonly Uint8Array[], end: readonly number[] = []): Uint8Array => {
  const parts = packets.flatMap((packet) => [packet.length & 0xff, packet.length >> 8, ...packet])
  return Uint8Array.from([...Buffer.from(mark, 'latin1'), ...parts, ...end])
}

test('a note is as long as its packets, with WeChat’s byte before its mark or without, whatever its end', () => {
  fc.assert(fc.property(
    fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { minLength: 1, maxLength: 40 }), (packets) => {
      for (const mark of ['\x02#!SILK_V3', '#!SILK_V3']) {
        for (const end of [[], [0xff, 0xff]]) expect(silkDurationMs(note(mark, packets, end))).toBe(20 * packets.length)
      }
    }))
})

test('one that was cut off, has an empty packet or none at all is damaged', () => {
  const whole = note('\x02#!SILK_V3', [Uint8Array.of(1, 2, 3)])
  expect(silkDurationMs(whole.subarray(0, -1))).toBeNull()
  expect(silkDurationMs(note('\x02#!SILK_V3', [new Uint8Array()]))).toBeNull()
  expect(silkDurationMs(note('\x02#!SILK_V3', []))).toBeNull()
  expect(silkDurationMs(note('#!AMR', [Uint8Array.of(1)]))).toBeNull()
})

test('whatever the bytes are, it answers', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
    const duration = silkDurationMs(Uint8Array.from([...Buffer.from('\x02#!SILK_V3', 'latin1'), ...bytes]))
    if (duration !== null) expect(duration % 20).toBe(0)
    silkDurationMs(bytes)
  }))
})

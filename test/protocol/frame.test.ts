import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { families, toJson } from '../../protocol/catalog/golden-frame.ts'
import { writeOtherwise } from '../../protocol/catalog/other-writer.ts'
import { type Decoded, decodeFrame, encodeFrame, encodeFrames } from '../../protocol/frame.ts'
import { limits } from '../../protocol/limits.ts'
import { downlink, family, shape } from '../../protocol/message.ts'
import { heartbeat, phoneDownlink, phoneUplink } from '../../protocol/messages/phone.ts'
import { seatDownlink, seatUplink } from '../../protocol/messages/seat.ts'
import { type AnyShape, anyMessage } from './support/arbitraries.ts'
import { fromHex, goldenFrames } from './support/golden-files.ts'

const allFamilies = Object.entries(families)
const shapesOf = (name: keyof typeof families) => families[name].shapes as unknown as AnyShape[]

describe('every message of every family', () => {
  const frames = fc.constantFrom(...Object.keys(families) as (keyof typeof families)[]).chain((name) => {
    const some = fc.array(anyMessage(shapesOf(name)), { minLength: 1, maxLength: 3 })
    return some.map((messages) => ({ name, messages }))
  })

  test('[P2] is read as it was written', () => {
    fc.assert(fc.property(frames, ({ name, messages }) => {
      const raw = messages.map(({ shape: one, value }) => one.write(value))
      const frame = decodeFrame(encodeFrame(raw), families[name])
      expect(messagesOf(frame)).toEqual(messages.map(({ value }) => withoutNilKeys(toJson(value))))
    }), { numRuns: 300 })
  })

  test('[P4] is read the same from writers who prefer other widths', () => {
    fc.assert(fc.property(frames, fc.constantFrom('narrow', 'wide'), ({ name, messages }, style) => {
      const raw = messages.map(({ shape: one, value }) => one.write(value))
      const other = decodeFrame(writeOtherwise(raw, style), families[name])
      expect(messagesOf(other)).toEqual(messagesOf(decodeFrame(encodeFrame(raw), families[name])))
    }), { numRuns: 200 })
  })

  test('[P3] is read the same with fields from the future', () => {
    const anything = fc.array(fc.anything(), { maxLength: 3 })
    fc.assert(fc.property(anyMessage(shapesOf('phoneUplink')), anything, (message, future) => {
      const plain = future.map((value) => JSON.stringify(value) ?? null)
      const raw = [...message.shape.write(message.value), ...plain]
      const frame = decodeFrame(encodeFrame([raw]), phoneUplink)
      expect(messagesOf(frame)).toEqual([withoutNilKeys(toJson(message.value))])
    }))
  })
})

describe('[P7] whatever bytes arrive', () => {
  test('nothing is thrown for random ones', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      for (const [, one] of allFamilies) expectReadable(bytes, one)
    }), { numRuns: 5_000 })
  })

  test('nothing is thrown for good frames with broken bytes, cut off or stretched', () => {
    const golden = goldenFrames().filter(({ golden: { frame } }) => frame.length < 8_000)
    const edit = fc.tuple(fc.nat(), fc.constantFrom('set', 'insert', 'cut'), fc.nat({ max: 255 }))
    const edits = fc.array(edit, { minLength: 1, maxLength: 6 })
    fc.assert(fc.property(fc.constantFrom(...golden), edits, (one, changes) => {
      let bytes = Array.from(fromHex(one.golden.frame))
      for (const [where, how, byte] of changes) {
        const at = where % (bytes.length + 1)
        if (how === 'set') bytes[Math.min(at, bytes.length - 1)] = byte
        else if (how === 'insert') bytes.splice(at, 0, byte)
        else bytes = bytes.slice(0, at)
      }
      expectReadable(Uint8Array.from(bytes.map((byte) => byte ?? 0)), families[one.to])
    }), { numRuns: 5_000 })
  })

  /** Never throws; what is read fits its shape, what doesn't fit says why. */
  function expectReadable(bytes: Uint8Array, one: (typeof families)[keyof typeof families]): void {
    const frame = decodeFrame(bytes, one)
    if (frame.kind === 'malformed') return expect(frame.reason).toMatch(/^[\x20-\x7e]+$/)
    for (const message of frame.messages as Decoded<{ kind: string }>[]) {
      if (message.kind === 'misfit') continue
      const found = one.shapes.find(({ name }) => name === message.kind) as unknown as AnyShape
      expect(found.check(found.write(message as never), 1)).toBeNull()
    }
  }
})

describe('limits of a frame', () => {
  const beat = heartbeat.write({ atMs: 1_767_225_600_000 })

  test('[P7] 1,000 messages pass, 1,001 do not', () => {
    const full = Array.from({ length: limits.frameMessagesMax }, () => beat)
    expect(decodeFrame(encodeFrame(full), phoneUplink).kind).toBe('frame')
    expect(decodeFrame(encodeFrame([...full, beat]), phoneUplink)).toEqual({
      kind: 'malformed', reason: 'more than 1000 messages',
    })
  })

  test.each([
    ['a phone', phoneUplink, limits.frameBytesMax],
    ['a tab', seatUplink, limits.frameBytesMax],
    ['the hub to a phone', phoneDownlink, limits.downlinkBytesMax],
    ['the hub to a tab', seatDownlink, limits.downlinkBytesMax],
  ])('[P7] the longest frame of %s', (_who, one, bytesMax) => {
    const head = encodeFrame([beat]).length + 5
    const filled = (length: number) => encodeFrame([[...beat, new Uint8Array(length - head)]])
    expect(filled(bytesMax).length).toBe(bytesMax)
    expect(decodeFrame(filled(bytesMax), one).kind).toBe('frame')
    expect(decodeFrame(filled(bytesMax + 1), one)).toEqual({
      kind: 'malformed', reason: `frame longer than ${bytesMax} bytes`,
    })
  })

  test('[P7] encodeFrames cuts into as many frames as the limits ask for, in order', () => {
    fc.assert(fc.property(fc.array(fc.nat({ max: 900 }), { maxLength: 60 }), (sizes) => {
      const messages = sizes.map((size, index) => [2, index, new Uint8Array(size)])
      const frames = encodeFrames(messages, { bytesMax: 1_000 })
      expect(frames.every((frame) => frame.length <= 1_000)).toBe(true)
      const one = family(shape({ code: 2, name: 'any', about: '', fields: {} }))
      const count = frames.map((frame) => decodeFrame(frame, one)).reduce((sum, frame) => {
        return sum + (frame.kind === 'frame' ? frame.messages.length : 0)
      }, 0)
      expect(count).toBe(messages.length)
    }))
    const many = Array.from({ length: 2_500 }, () => beat)
    expect(encodeFrames(many, { bytesMax: 1 << 20 }).length).toBeGreaterThanOrEqual(3)
    const long = [[2, new Uint8Array(2_000)]]
    expect(() => encodeFrames(long, { bytesMax: 1_000 })).toThrow('longer than a frame')
  })
})

test('a code used twice is a bug that shows at load', () => {
  expect(() => family(heartbeat, heartbeat)).toThrow('used twice')
  expect(() => downlink(heartbeat, heartbeat)).toThrow('used twice')
})

function messagesOf(frame: { kind: string; messages?: unknown[] }): unknown {
  return frame.kind === 'frame' ? frame.messages?.map(toJson) : frame
}

/** P6: nil is as good as left out, inside of maps. */
function withoutNilKeys(value: unknown, isMessage = true): unknown {
  if (Array.isArray(value)) return value.map((entry) => withoutNilKeys(entry, false))
  if (typeof value !== 'object' || value === null || 'hex' in value) return value
  const kept = Object.entries(value).filter(([, entry]) => isMessage || entry !== null)
  return Object.fromEntries(kept.map(([key, entry]) => [key, withoutNilKeys(entry, false)]))
}

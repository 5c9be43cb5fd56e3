import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readWav, wavHeadBytes } from '../../../hub/media/wav.ts'
import { chunk, wavOf } from '../support/upload.ts'

const read = (file: Buffer, fileBytes = file.length) => readWav(file.subarray(0, wavHeadBytes), { fileBytes })

describe('[QR-3] how long a wav lasts', () => {
  test('is what its header says, whatever stands before the sound', () => {
    expect(read(wavOf({ seconds: 1.5 }))).toEqual({ ok: true, durationMs: 1_500, dataBytes: 24_000 })
    const before = [chunk('LIST', Buffer.alloc(33)), chunk('bext', Buffer.alloc(602))]
    expect(read(wavOf({ seconds: 61, rate: 16_000, before }))).toMatchObject({ ok: true, durationMs: 61_000 })
  })

  test.each([0, 2 ** 32 - 1])('is the file’s own length where a recorder was cut off: %i', (declared) => {
    expect(read(wavOf({ seconds: 2, declared }))).toMatchObject({ ok: true, durationMs: 2_000 })
  })

  test.each([
    ['not a wav file', Buffer.from('ID3 is a mp3 file')],
    ['not a wav file', Buffer.alloc(0)],
    ['a wav file without sound', wavOf({ seconds: 1 }).subarray(0, 36)],
    ['a wav file without sound', wavOf({ seconds: 0 })],
    ['a damaged wav file', Buffer.concat([Buffer.from('RIFF0000WAVE'), chunk('data', Buffer.alloc(9))])],
    ['a damaged wav file', Buffer.concat([Buffer.from('RIFF0000WAVE'), chunk('fmt ', Buffer.alloc(2))])],
  ])('is unknown: %s', (reason, file) => {
    expect(read(file)).toEqual({ ok: false, reason })
  })

  test('is said of anything, without a throw and without an end that never comes', () => {
    const names = fc.constantFrom('fmt ', 'data', 'LIST', 'RIFF')
    const chunks = fc.array(fc.tuple(names, fc.uint8Array({ maxLength: 40 }), fc.nat(2 ** 32 - 1)), { maxLength: 8 })
    fc.assert(fc.property(chunks, fc.nat(300), (parts, cutAt) => {
      const body = parts.map(([name, content, length], at) => {
        return chunk(name, Buffer.from(content), at % 2 ? length : undefined)
      })
      const whole = Buffer.concat([Buffer.from('RIFF0000WAVE'), ...body])
      const header = read(whole.subarray(0, Math.min(cutAt, whole.length)), whole.length)
      return header.ok ? header.durationMs > 0 && header.dataBytes <= whole.length : header.reason !== ''
    }), { numRuns: 500 })
  })
})

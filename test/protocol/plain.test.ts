import { describe, expect, test } from 'vitest'
import { decodeFrame } from '../../protocol/frame.ts'
import { limits } from '../../protocol/limits.ts'
import { phoneUplink } from '../../protocol/messages/phone.ts'
import { plainFault } from '../../protocol/plain.ts'

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex')
const faultOf = (text: string): string | null => plainFault(hex(text), { depthMax: limits.frameDepthMax })

describe('[P4] plain msgpack', () => {
  test.each([
    ['nil, booleans, small integers', '97 c0 c2 c3 00 7f e0 ff'],
    ['unsigned integers of every width', '94 cc ff cd ffff ce ffffffff cf 0020000000000000'],
    ['signed integers of every width', '94 d0 80 d1 8000 d2 80000000 d3 8000000000000000'],
    ['floats', '92 ca 3f800000 cb 3ff8000000000000'],
    ['texts', '95 a0 a161 d9 01 61 da 0001 61 db 00000001 61'],
    ['bytes', '93 c4 01 ff c5 0001 ff c6 00000001 ff'],
    ['arrays', '93 90 dc 0001 c0 dd 00000001 c0'],
    ['maps', '93 80 de 0001 a161 c0 df 00000001 a161 80'],
  ])('%s pass', (_what, bytes) => {
    expect(faultOf(bytes)).toBeNull()
  })

  test.each([
    ['nothing at all', '', 'truncated'],
    ['an array that ends early', '92 01', 'truncated'],
    ['a text that ends early', '91 a5 61', 'truncated'],
    ['a length that ends early', '91 da 00', 'truncated'],
    ['bytes that end early', '91 c6 0000ffff 00', 'truncated'],
    ['an array of four thousand million', 'dd ffffffff', 'truncated'],
    ['a map of four thousand million', 'df ffffffff', 'truncated'],
    ['a second value', '90 90', 'something follows the value'],
    ['the unused byte', '91 c1', 'an extension type'],
    ['a timestamp', '91 d6 ff 5f5e1000', 'an extension type'],
    ['a record definition', '91 d4 72 40 92 a161 a162 01 02', 'an extension type'],
    ['a reference', '92 d6 69 00000001 90 d6 70 00000001', 'an extension type'],
    ['an extension of any length', '91 c7 03 01 000000', 'an extension type'],
    ['a number as a map key', '81 01 02', 'a map key is no text'],
    ['a map key that is an array', '81 90 02', 'a map key is no text'],
  ])('%s is named', (_what, bytes, fault) => {
    expect(faultOf(bytes)).toBe(fault)
  })

  test('[P7] depth counts the frame, its messages and what they hold, empty ones too', () => {
    const nested = (depth: number): string => `${'91'.repeat(depth - 1)}90`
    expect(faultOf(nested(limits.frameDepthMax))).toBeNull()
    expect(faultOf(nested(limits.frameDepthMax + 1))).toBe(`deeper than ${limits.frameDepthMax}`)
    expect(faultOf('91'.repeat(limits.frameBytesMax))).toBe(`deeper than ${limits.frameDepthMax}`)
  })

  test('a structure that references itself thousandfold is refused without being walked', () => {
    const define = (id: number) => `d6 69 ${id.toString(16).padStart(8, '0')}`
    const refer = (id: number) => `d6 70 ${id.toString(16).padStart(8, '0')}`
    const wide = (id: number): string => id === 0
      ? '90'
      : `${define(id)} dc 0064 ${wide(id - 1)} ${(id === 1 ? '90' : refer(id - 1)).repeat(99)}`
    const frame = hex(`91 92 02 ${wide(8)}`)
    expect(frame.length).toBeLessThan(10_000)
    expect(decodeFrame(frame, phoneUplink)).toEqual({
      kind: 'malformed', reason: 'not plain msgpack: an extension type',
    })
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesMaxOf, isInline, readMediaType } from '../../../hub/media/media-type.ts'
import { pictureSize } from '../../../hub/media/picture-size.ts'
import { fits, sniff } from '../../../hub/media/sniff.ts'
import { limits } from '../../../protocol/limits.ts'
import { pngOf } from '../support/pictures.ts'

const bytes = (...parts: (string | number[])[]): Buffer => {
  return Buffer.concat(parts.map((part) => typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))
}

const jpeg = (...segments: Buffer[]): Buffer => bytes([0xff, 0xd8], ...segments.map((one) => [...one]))
const startOfFrame = Buffer.from([0xff, 0xc2, 0, 11, 8, 0, 30, 0, 40, 1, 1, 17, 0])
const exif = (orientation: number): Buffer => bytes(
  [0xff, 0xe1, 0, 34], 'Exif\0\0', 'II*\0', [8, 0, 0, 0], [1, 0],
  [0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0], [0, 0, 0, 0],
)

test.each([
  ['png', pngOf({ width: 40, height: 30, filler: Buffer.alloc(0) })],
  ['jpeg', jpeg(startOfFrame)],
  ['gif', bytes('GIF89a', [40, 0, 30, 0], [0, 0, 0])],
  ['webp', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0], [39, 0, 0, 29, 0, 0])],
  ['webp', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0], [0, 0, 0, 0x9d, 1, 0x2a], [40, 0, 30, 0])],
  ['webp', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [0, 0, 0, 0], [0x2f], [39, 0x40, 7, 0])],
  ['bmp', bytes('BM', [0, 0, 0, 0, 0, 0, 0, 0], [54, 0, 0, 0, 40, 0, 0, 0], [40, 0, 0, 0], [226, 255, 255, 255])],
] as const)('a %s of 40 × 30 is known by its bytes', (format, head) => {
  expect(sniff(head)).toBe(format)
  expect(pictureSize(head)).toEqual({ width: 40, height: 30 })
})

test('a JPEG that lies on its side is shown upright', () => {
  expect(pictureSize(jpeg(exif(1), startOfFrame))).toEqual({ width: 40, height: 30 })
  expect(pictureSize(jpeg(exif(6), startOfFrame))).toEqual({ width: 30, height: 40 })
})

test.each([
  ['audio/amr', '#!AMR\n', true], ['audio/silk', '\x02#!SILK_V3', true], ['audio/amr', '\x02#!SILK_V3', false],
  ['video/mp4', '\0\0\0\x18ftypmp42', true], ['image/heic', '\0\0\0\x18ftypheic', true], ['image/png', 'GIF89a', false],
  ['image/png', '', false], ['audio/mpeg', 'ID3\x04', true], ['application/pdf', 'anything', true],
  ['image/jpeg', '<html>', false], ['text/html', '<html>', true],
])('%s with %j fits: %s', (mime, head, expected) => {
  expect(fits(mime, Buffer.from(head, 'latin1'))).toBe(expected)
})

test('any bytes are read without a throw, with sizes that the fact can carry', () => {
  const heads = [pngOf({ width: 1, height: 1, filler: Buffer.alloc(0) }), jpeg(exif(6), startOfFrame)]
  const damaged = fc.tuple(fc.constantFrom(...heads), fc.array(fc.tuple(fc.nat(60), fc.nat(255))), fc.nat(70))
    .map(([head, changes, length]) => {
      const copy = Buffer.from(head)
      for (const [at, value] of changes) copy[at % copy.length] = value
      return copy.subarray(0, length)
    })
  fc.assert(fc.property(fc.oneof(damaged, fc.uint8Array()), (head) => {
    const { width, height } = pictureSize(head)
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(0)
    expect(Math.max(width, height)).toBeLessThanOrEqual(100_000)
  }), { numRuns: 2_000 })
})

test('media types: parameters are dropped, nonsense is none, limits by kind, scripts never inline', () => {
  expect(readMediaType('Image/PNG; charset=x')).toBe('image/png')
  for (const odd of ['', 'png', 'image/', '/png', 'image/p ng', 'a/b\r\nx']) expect(readMediaType(odd)).toBeNull()
  expect([bytesMaxOf('image/png'), bytesMaxOf('audio/amr'), bytesMaxOf('video/mp4'), bytesMaxOf('application/zip')])
    .toEqual([limits.pictureBytesMax, limits.voiceBytesMax, limits.mediaBytesMax, limits.mediaBytesMax])
  const scripts = ['image/svg+xml', 'text/html', 'application/xhtml+xml', 'text/xml', 'application/pdf']
  expect(scripts.filter(isInline)).toEqual([])
})

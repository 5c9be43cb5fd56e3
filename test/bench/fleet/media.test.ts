import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { Dice } from '../../../bench/fleet/dice.ts'
import { newDocument } from '../../../bench/fleet/media/document.ts'
import { motifs, newAvatar, newPicture } from '../../../bench/fleet/media/pictures.ts'
import { encodePng } from '../../../bench/fleet/media/png.ts'
import { newVoiceNote } from '../../../bench/fleet/media/voice-note.ts'
import { sniff } from '../../../hub/media/sniff.ts'

test('a PNG holds exactly its pixels', () => {
  const rgb = Uint8Array.from({ length: 5 * 3 * 3 }, (_, index) => (index * 37) % 256)
  const { width, height, pixels } = readPng(encodePng({ width: 5, height: 3, rgb }))
  expect([width, height]).toEqual([5, 3])
  expect(pixels).toEqual(rgb)
})

test.each(motifs)('a picture of %s is a PNG with a thumbnail of the same shape', (motif) => {
  const picture = newPicture(new Dice(motif), motif)
  const large = readPng(picture.original)
  const small = readPng(picture.thumbnail)
  expect([large.width, large.height]).toEqual([picture.width, picture.height])
  expect(small.width / small.height).toBeCloseTo(large.width / large.height, 1)
  // Something is on it.
  expect(new Set(large.pixels).size).toBeGreaterThan(20)
})

test('avatars differ, and the same seed draws the same', () => {
  const avatars = Array.from(
    { length: 12 }, (_, seed) => newAvatar(new Dice(String(seed))).toString('base64'),
  )
  expect(new Set(avatars).size).toBe(12)
  expect(newAvatar(new Dice('3')).toString('base64')).toBe(avatars[3])
})

test('a voice note is a WAV of its length that can be heard', () => {
  const wav = newVoiceNote(new Dice('voice'), 3)
  expect(sniff(wav.subarray(0, 32))).toBe('wav')
  expect(wav.readUInt32LE(4)).toBe(wav.length - 8)
  const samples = new Int16Array(wav.buffer, wav.byteOffset + 44)
  expect(samples.length).toBe(3 * 8_000)
  const loudest = Math.max(...samples.map(Math.abs))
  expect(loudest).toBeGreaterThan(2_000)
  expect(loudest).toBeLessThan(32_767)
})

test('a document’s table points at its objects', () => {
  const pdf = newDocument(new Dice('pdf')).toString('latin1')
  const start = Number(/startxref\n(\d+)/.exec(pdf)?.[1])
  expect(pdf.slice(start, start + 4)).toBe('xref')
  const offsets = [...pdf.matchAll(/(\d{10}) 00000 n/g)].map(([, offset]) => Number(offset))
  expect(offsets.map((offset) => /^\d+ 0 obj/.exec(pdf.slice(offset))?.[0])).toEqual(
    offsets.map((_, index) => `${index + 1} 0 obj`),
  )
})

function readPng(png: Buffer): { width: number; height: number; pixels: Uint8Array } {
  expect(sniff(png.subarray(0, 32))).toBe('png')
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const length = png.readUInt32BE(33)
  const rows = inflateSync(png.subarray(41, 41 + length))
  const stride = width * 3
  const pixels = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++) {
    // The filter Sub: each byte is the difference to the one a pixel to the left.
    expect(rows[y * (stride + 1)]).toBe(1)
    for (let x = 0; x < stride; x++) {
      const left = x < 3 ? 0 : pixels[y * stride + x - 3] as number
      pixels[y * stride + x] = left + (rows[y * (stride + 1) + 1 + x] as number)
    }
  }
  return { width, height, pixels }
}

import { sniff } from './sniff.ts'

export interface PictureSize { width: number, height: number }

/** Pixels as the header says; 0 × 0 for what isn't a picture, is damaged, or has absurd numbers. */
export function pictureSize(head: Uint8Array): PictureSize {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  try {
    const size = readSize(bytes)
    return isSane(size.width) && isSane(size.height) ? size : noSize
  } catch (error) {
    // Reading beyond the end of a header that was cut off.
    if (error instanceof RangeError) return noSize
    throw error
  }
}

function readSize(bytes: Buffer): PictureSize {
  switch (sniff(bytes)) {
    case 'png': return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    case 'gif': return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
    case 'bmp': return { width: bytes.readInt32LE(18), height: Math.abs(bytes.readInt32LE(22)) }
    case 'jpeg': return jpegSize(bytes)
    case 'webp': return webpSize(bytes)
    default: return noSize
  }
}

/** Walks over the segments to the start of frame. An Exif orientation of a quarter turn swaps the sides. */
function jpegSize(bytes: Buffer): PictureSize {
  let isTurned = false
  let offset = 2
  while (offset < bytes.length) {
    if (bytes.readUInt8(offset) !== 0xff) return noSize
    const marker = bytes.readUInt8(offset + 1)
    if (marker === 0xff) {
      offset += 1
      continue
    }
    const length = bytes.readUInt16BE(offset + 2)
    if (marker === 0xe1) isTurned ||= isQuarterTurned(bytes.subarray(offset + 4, offset + 2 + length))
    if (isStartOfFrame(marker)) {
      const [height, width] = [bytes.readUInt16BE(offset + 5), bytes.readUInt16BE(offset + 7)]
      return isTurned ? { width: height, height: width } : { width, height }
    }
    offset += 2 + length
  }
  return noSize
}

/** SOF0–SOF15 without the tables DHT, JPG and DAC among them. */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

/**
 * `Exif\0\0`, a TIFF header, then the entries of the first directory: tag 0x0112 from 5 on lies on its
 * side.
 */
function isQuarterTurned(segment: Buffer): boolean {
  if (segment.toString('latin1', 0, 4) !== 'Exif' || segment.length < 16) return false
  const tiff = segment.subarray(6)
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number): number => isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (directory + 2 > tiff.length) return false
  for (let entry = 0; entry < short(directory); entry += 1) {
    const at = directory + 2 + 12 * entry
    if (at + 12 > tiff.length) return false
    if (short(at) === 0x0112) return short(at + 8) >= 5
  }
  return false
}

function webpSize(bytes: Buffer): PictureSize {
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ': return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: (bits >>> 14 & 0x3fff) + 1 }
    }
    case 'VP8X': return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
    default: return noSize
  }
}

function isSane(pixels: number): boolean {
  return pixels > 0 && pixels <= pixelsMax
}

const noSize: PictureSize = { width: 0, height: 0 }
/** Of mediaStored. */
const pixelsMax = 100_000

/** Headers with an embedded thumbnail and colour profile can be long. */
export const pictureHeadBytes = 256 * 1024

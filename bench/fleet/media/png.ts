import { crc32, deflateSync } from 'node:zlib'

/** RGB, 8 bits, rows from the top; each row filtered with Sub, which suits gradients. */
export function encodePng(
  { width, height, rgb }: { width: number; height: number; rgb: Uint8Array },
): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits, colour type 2 (RGB), deflate, adaptive filters, no interlace.
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header),
    chunk('IDAT', deflateSync(filtered({ width, height, rgb }), { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function filtered({ width, height, rgb }: { width: number; height: number; rgb: Uint8Array }): Buffer {
  const stride = width * bytesPerPixel
  const out = Buffer.alloc((stride + 1) * height)
  for (let y = 0; y < height; y++) {
    const to = y * (stride + 1)
    const from = y * stride
    out[to] = subFilter
    for (let x = 0; x < stride; x++) {
      const left = x < bytesPerPixel ? 0 : rgb[from + x - bytesPerPixel] as number
      out[to + 1 + x] = (rgb[from + x] as number) - left
    }
  }
  return out
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  whole.set(body, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}

const bytesPerPixel = 3
const subFilter = 1

/**
 * Writes msgpack as other libraries may: `narrow` takes the shortest form of everything, with 64-bit integers
 * where ours writes float64; `wide` the longest. Readers must understand both.
 */
export function writeOtherwise(value: unknown, style: 'narrow' | 'wide'): Uint8Array {
  const bytes: number[] = []
  write(value, style === 'wide', bytes)
  return Uint8Array.from(bytes)
}

function write(value: unknown, wide: boolean, out: number[]): void {
  if (value === null || value === undefined) out.push(0xc0)
  else if (typeof value === 'boolean') out.push(value ? 0xc3 : 0xc2)
  else if (typeof value === 'number') writeNumber(value, wide, out)
  else if (typeof value === 'string') {
    const text = encoder.encode(value)
    writeHead(text.length, textHeads, wide, out)
    for (const byte of text) out.push(byte)
  } else if (value instanceof Uint8Array) {
    writeHead(value.length, bytesHeads, wide, out)
    for (const byte of value) out.push(byte)
  } else if (Array.isArray(value)) {
    writeHead(value.length, arrayHeads, wide, out)
    for (const entry of value) write(entry, wide, out)
  } else {
    const entries = Object.entries(value)
    writeHead(entries.length, mapHeads, wide, out)
    for (const [key, entry] of entries) {
      write(key, wide, out)
      write(entry, wide, out)
    }
  }
}

function writeNumber(value: number, wide: boolean, out: number[]): void {
  if (!Number.isInteger(value) || wide) {
    out.push(0xcb)
    const float = new DataView(new ArrayBuffer(8))
    float.setFloat64(0, value)
    for (let index = 0; index < 8; index++) out.push(float.getUint8(index))
  } else if (value >= 0) writeHead(value, unsignedHeads, wide, out)
  else if (value >= -32) out.push(value + 256)
  else {
    const width = [1, 2, 4, 8].find((bytes) => value >= -(2 ** (8 * bytes - 1))) ?? 8
    out.push(0xd0 + Math.log2(width))
    pushUint(BigInt.asUintN(8 * width, BigInt(value)), width, out)
  }
}

interface Heads {
  /** The one-byte form: its first byte and how many it holds. */
  short: { from: number; count: number }
  /** First byte and number of bytes of the longer forms. */
  long: readonly (readonly [head: number, width: number])[]
}

function writeHead(count: number, { short, long }: Heads, wide: boolean, out: number[]): void {
  if (!wide && count < short.count) return void out.push(short.from + count)
  const fits = wide ? long.at(-1) : long.find(([, width]) => count < 2 ** (8 * width))
  const [head, width] = fits as readonly [number, number]
  out.push(head)
  pushUint(BigInt(count), width, out)
}

function pushUint(value: bigint, width: number, out: number[]): void {
  for (let shift = 8 * (width - 1); shift >= 0; shift -= 8) out.push(Number((value >> BigInt(shift)) & 0xffn))
}

const encoder = new TextEncoder()
const unsignedHeads: Heads = {
  short: { from: 0, count: 0x80 }, long: [[0xcc, 1], [0xcd, 2], [0xce, 4], [0xcf, 8]],
}
const textHeads: Heads = { short: { from: 0xa0, count: 0x20 }, long: [[0xd9, 1], [0xda, 2], [0xdb, 4]] }
const bytesHeads: Heads = { short: { from: 0, count: 0 }, long: [[0xc4, 1], [0xc5, 2], [0xc6, 4]] }
const arrayHeads: Heads = { short: { from: 0x90, count: 0x10 }, long: [[0xdc, 2], [0xdd, 4]] }
const mapHeads: Heads = { short: { from: 0x80, count: 0x10 }, long: [[0xde, 2], [0xdf, 4]] }

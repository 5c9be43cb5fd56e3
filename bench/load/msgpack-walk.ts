/**
 * Steps over msgpack without decoding it: a load client that builds objects would measure itself. The bytes are the
 * hub's own, so they are trusted to be well formed.
 */
export function skipValue(bytes: Uint8Array, at: number): number {
  let left = 1
  while (left > 0) {
    left -= 1
    const head = bytes[at] as number
    const fixed = fixedLengths[head] as number
    if (fixed > 0) {
      at += fixed
    } else if (head < 0xa0) {
      left += head < 0x90 ? 2 * (head & 0x0f) : head & 0x0f
      at += 1
    } else if (head >= 0xdc && head <= 0xdf) {
      const width = head & 1 ? 4 : 2
      left += readUint(bytes, at + 1, width) * (head < 0xde ? 1 : 2)
      at += 1 + width
    } else {
      const width = lengthWidths[head] as number
      if (width === 0) throw new Error(`not plain msgpack: ${head}`)
      at += 1 + width + readUint(bytes, at + 1, width)
    }
  }
  return at
}

/** How many elements the array at `at` has. */
export function arrayCount(bytes: Uint8Array, at: number): number {
  const head = bytes[at] as number
  if (head >= 0x90 && head <= 0x9f) return head & 0x0f
  if (head === 0xdc) return readUint(bytes, at + 1, 2)
  if (head === 0xdd) return readUint(bytes, at + 1, 4)
  throw new Error(`not an array: ${head}`)
}

/** Where the first element of the array at `at` stands. */
export function firstElement(bytes: Uint8Array, at: number): number {
  const head = bytes[at] as number
  return head === 0xdc ? at + 3 : head === 0xdd ? at + 5 : at + 1
}

/** Where the content of the `bin` at `at` stands. */
export function binContent(bytes: Uint8Array, at: number): number {
  const width = lengthWidths[bytes[at] as number] as number
  return at + 1 + width
}

/** A positive number of any encoding. */
export function readNumber(bytes: Uint8Array, at: number): number {
  const head = bytes[at] as number
  if (head < 0x80) return head
  if (head >= 0xcc && head <= 0xcf) return readUint(bytes, at + 1, 1 << (head - 0xcc))
  if (head === 0xcb) return new DataView(bytes.buffer, bytes.byteOffset + at + 1, 8).getFloat64(0)
  throw new Error(`not a positive number: ${head}`)
}

export function readUint(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let index = 0; index < width; index++) value = value * 256 + (bytes[at + index] as number)
  return value
}

/** By the first byte: the whole length of a value that has one length, else 0. */
const fixedLengths = new Uint8Array(256)
/** By the first byte: how many bytes name the length of what follows. */
const lengthWidths = new Uint8Array(256)

for (let head = 0; head < 256; head++) {
  if (head < 0x80 || head >= 0xe0 || head === 0xc0 || head === 0xc2 || head === 0xc3) fixedLengths[head] = 1
  if (head >= 0xa0 && head < 0xc0) fixedLengths[head] = 1 + (head & 0x1f)
}
// Extensions of a fixed size: Socket.IO's parser writes undefined as one.
for (const power of [0, 1, 2, 3, 4]) fixedLengths[0xd4 + power] = 2 + 2 ** power
fixedLengths[0xca] = 5
fixedLengths[0xcb] = 9
for (const power of [0, 1, 2, 3]) {
  fixedLengths[0xcc + power] = 1 + 2 ** power
  fixedLengths[0xd0 + power] = 1 + 2 ** power
}
for (const power of [0, 1, 2]) {
  lengthWidths[0xc4 + power] = 2 ** power
  lengthWidths[0xd9 + power] = 2 ** power
}

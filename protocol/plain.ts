/**
 * Why foreign bytes are not one plain msgpack value, or null when they are: nothing is truncated or left
 * over, at most `depthMax` arrays and maps lie in one another, map keys are texts, and there are no extension
 * types. It runs before the decoder, because the library's own extensions build references: 3 KB of them made
 * a structure that took minutes to walk.
 */
export function plainFault(bytes: Uint8Array, { depthMax }: { depthMax: number }): string | null {
  if (depthMax >= levelsMax) throw new Error(`depth ${depthMax} is not below ${levelsMax}`)
  let at = 0
  let level = 0
  left[0] = 1
  maps[0] = 0
  for (;;) {
    while (left[level] === 0) {
      if (level === 0) return at === bytes.length ? null : 'something follows the value'
      level--
    }
    const head = bytes[at++] ?? nothing
    const fault = headFault(head, level)
    if (fault !== null) return fault
    const kind = kinds[head] as number
    left[level] = (left[level] as number) - 1
    const width = widths[head] as number
    const size = width === 0 ? sizes[head] as number : readUint(bytes, at, width)
    at += width
    if (kind < array) at += size
    if (at > bytes.length) return 'truncated'
    if (kind < array) continue
    if (++level > depthMax) return `deeper than ${depthMax}`
    left[level] = kind === map ? 2 * size : size
    maps[level] = kind === map ? 1 : 0
  }
}

function headFault(head: number, level: number): string | null {
  if (head === nothing) return 'truncated'
  if (kinds[head] === forbidden) return 'an extension type'
  const isKey = maps[level] === 1 && (left[level] as number) % 2 === 0
  return isKey && kinds[head] !== text ? 'a map key is no text' : null
}

function readUint(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let index = at; index < at + width; index++) value = value * 256 + (bytes[index] ?? 0)
  return value
}

const levelsMax = 64
/** Values still to come on each level; a scratch of the module, because nothing here awaits. */
const left = new Float64Array(levelsMax)
const maps = new Uint8Array(levelsMax)

/** No byte has this value. */
const nothing = 256
const scalar = 0
const text = 1
const array = 2
const map = 3
const forbidden = 4

/** By the first byte: its kind, how many bytes name its length, and its size where the first byte says it. */
const kinds = new Uint8Array(256)
const widths = new Uint8Array(256)
const sizes = new Uint8Array(256)

function define(
  { from, to = from, kind = scalar }: { from: number; to?: number; kind?: number },
  { width = 0, size = () => 0 }: { width?: number; size?: (head: number) => number } = {},
): void {
  for (let head = from; head <= to; head++) {
    kinds[head] = kind
    widths[head] = width
    sizes[head] = size(head)
  }
}

define({ from: 0x80, to: 0x8f, kind: map }, { size: (head) => head - 0x80 })
define({ from: 0x90, to: 0x9f, kind: array }, { size: (head) => head - 0x90 })
define({ from: 0xa0, to: 0xbf, kind: text }, { size: (head) => head - 0xa0 })
define({ from: 0xc1, kind: forbidden })
for (const power of [0, 1, 2]) {
  define({ from: 0xc4 + power }, { width: 2 ** power })
  define({ from: 0xd9 + power, kind: text }, { width: 2 ** power })
}
define({ from: 0xc7, to: 0xc9, kind: forbidden })
define({ from: 0xca }, { size: () => 4 })
define({ from: 0xcb }, { size: () => 8 })
for (const power of [0, 1, 2, 3]) {
  define({ from: 0xcc + power }, { size: () => 2 ** power })
  define({ from: 0xd0 + power }, { size: () => 2 ** power })
}
define({ from: 0xd4, to: 0xd8, kind: forbidden })
define({ from: 0xdc, kind: array }, { width: 2 })
define({ from: 0xdd, kind: array }, { width: 4 })
define({ from: 0xde, kind: map }, { width: 2 })
define({ from: 0xdf, kind: map }, { width: 4 })

/**
 * Texts that come again and again (who writes to whom), found by their bytes instead of made anew. Bounded: each
 * text has one place, and the next one that falls there takes it.
 */
export class Interner {
  #texts: (string | undefined)[]
  #mask: number

  constructor({ places }: { places: number }) {
    if ((places & (places - 1)) !== 0) throw new Error(`${places} places are no power of two`)
    this.#texts = Array<string | undefined>(places).fill(undefined)
    this.#mask = places - 1
  }

  /** The text of ASCII bytes. */
  of(bytes: Uint8Array, from: number, to: number): string {
    // FNV-1a: who makes texts that share a place makes them slower, no more.
    let hash = 0x811c9dc5
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
    const place = (hash ^ (hash >>> 15)) & this.#mask
    const known = this.#texts[place]
    if (known !== undefined && same(known, bytes, from, to)) return known
    const text = String.fromCharCode(...bytes.subarray(from, to))
    this.#texts[place] = text
    return text
  }
}

function same(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== bytes[from + index]) return false
  }
  return true
}

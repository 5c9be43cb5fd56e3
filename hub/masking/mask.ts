import { RE2JS } from 're2js'
import { programKeys } from '../../protocol/bodies.ts'
import { pack, unpackForeign } from '../../protocol/codec.ts'
import { limits } from '../../protocol/limits.ts'
import { compilePattern } from './compile-pattern.ts'

/** Hides what a pattern matches: each character of it becomes an asterisk. */
export class Mask {
  readonly #patterns: readonly RE2JS[]

  private constructor(patterns: readonly RE2JS[]) {
    this.#patterns = patterns
  }

  /** Null: nothing is masked. The patterns were checked when they were stored. */
  static of(...patterns: readonly (string | null)[]): Mask | null {
    const compiled = patterns.flatMap((pattern) => pattern === null ? [] : [compilePattern(pattern)])
    const usable = compiled.map((one) => {
      if (!(one instanceof RE2JS)) throw new Error(`a stored pattern ${one.reason}`)
      return one
    })
    return usable.length === 0 ? null : new Mask(usable)
  }

  text(text: string): string {
    return text === '' ? text : this.#patterns.reduce(hide, text)
  }

  /** Attributes of a message: everything a person may read in them. What can't be read shows nothing anyway. */
  body(bytes: Uint8Array): Uint8Array {
    if (bytes.length <= 1) return bytes
    const unpacked = unpackForeign(bytes, { depthMax: limits.frameDepthMax })
    return unpacked.fault === null ? pack(this.#within(unpacked.value)) : emptyMap
  }

  #within(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value)
    if (Array.isArray(value)) return value.map((one) => this.#within(one))
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
    const entries = Object.entries(value)
    return Object.fromEntries(entries.map(([key, one]) => [key, programKeys.has(key) ? one : this.#within(one)]))
  }
}

function hide(text: string, pattern: RE2JS): string {
  const matcher = pattern.matcher(text)
  let masked = ''
  let at = 0
  while (matcher.find()) {
    const [start, end] = [matcher.start(), matcher.end()]
    masked += text.slice(at, start) + '*'.repeat(Array.from(text.slice(start, end)).length)
    at = end
  }
  return at === 0 ? text : masked + text.slice(at)
}

const emptyMap = Uint8Array.of(0x80)

import { RE2JS } from 're2js'
import { type Refusal, refuseField } from '../refusal.ts'

/**
 * Patterns come from people, so they run on an engine whose time grows with the text only; what such an engine can't do
 * (look-around, back references) is refused by name. JavaScript's `\u202a` is understood.
 */
export function refusePattern(field: string, pattern: string | null): Refusal | null {
  if (pattern === null || pattern === '') return null
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern))
    return compiled.matches('') ? refuseField(field, 'matches the empty text, so everything would be masked') : null
  } catch (error) {
    return refuseField(field, `not a regular expression: ${(error as Error).message}`)
  }
}

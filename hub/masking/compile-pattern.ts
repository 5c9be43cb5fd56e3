import { RE2JS } from 're2js'

/**
 * Patterns come from people, so they run on an engine whose time grows with the text only; what such an engine can't do
 * (look-around, back references) is refused by name. JavaScript's `\u202a` is understood.
 */
export function compilePattern(pattern: string): RE2JS | { reason: string } {
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern))
    return compiled.matches('') ? { reason: 'matches the empty text, so everything would be masked' } : compiled
  } catch (error) {
    return { reason: `not a regular expression: ${(error as Error).message}` }
  }
}

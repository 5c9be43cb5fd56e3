import { type TemplateResult, html } from 'lit'
import { joined } from '../../protocol/sensitive-text.ts'

/** A text with some of its stretches marked, given in UTF-16 units. */
export function markedPlaces(text: string, places: readonly { from: number; to: number }[]): TemplateResult {
  const parts: (TemplateResult | string)[] = []
  let at = 0
  for (const { from, to } of joined(places)) {
    parts.push(text.slice(at, from), html`<mark>${text.slice(from, to)}</mark>`)
    at = to
  }
  return html`${parts}${text.slice(at)}`
}

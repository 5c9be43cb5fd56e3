import { type TemplateResult, html } from 'lit'
import { foldedText } from '../../protocol/folded-text.ts'

/** A text with what was looked for marked in it, as the hub compares them: width and capitals alike. */
export function marked(text: string, words: string): TemplateResult | string {
  const wanted = foldedText(words.trim())
  if (wanted === '') return text
  const characters = Array.from(text)
  const folded = characters.map((one) => foldedText(one))
  const parts: (TemplateResult | string)[] = []
  let plain = ''
  for (let at = 0; at < characters.length;) {
    const length = lengthAt(folded, at, wanted)
    if (length === 0) {
      plain += characters[at++] ?? ''
      continue
    }
    parts.push(plain, html`<mark>${characters.slice(at, at + length).join('')}</mark>`)
    plain = ''
    at += length
  }
  return html`${parts}${plain}`
}

/** How many characters from here on make the words; 0: they don't stand here. */
function lengthAt(folded: readonly string[], from: number, wanted: string): number {
  let found = ''
  for (let length = 1; from + length <= folded.length && found.length < wanted.length; length++) {
    found += folded[from + length - 1] ?? ''
    if (found === wanted) return length
    if (!wanted.startsWith(found)) return 0
  }
  return 0
}

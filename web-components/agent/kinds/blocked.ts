import { html } from 'lit'
import { placesOfWords } from '../../../protocol/sensitive-text.ts'
import type { LocalMessage } from '../../data/local-message.ts'
import { markedPlaces } from '../../elements/marked-places.ts'

/** Words that may not be sent, where the hub refused a message for them; null: it didn't. */
export function blockedWords(local: LocalMessage | null): readonly string[] | null {
  return local?.fault?.code === 'sensitiveWord' ? local.fault.reason.split('\n') : null
}

/** The text as it was written, with what may not be sent marked in it. */
export function blockedBubble(text: string, words: readonly string[]) {
  const marked = markedPlaces(text, placesOfWords(text, words))
  return html`<div class="bubble blocked"><span class="words">${marked}</span></div>`
}

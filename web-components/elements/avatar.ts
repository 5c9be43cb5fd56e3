import { html, nothing } from 'lit'
import { avatarUrl } from '../data/media.ts'

export interface Pictured {
  /** An id that never changes: it chooses the colour. */
  id: string
  name: string
  avatar?: string | null
  size?: 'tiny' | 'small' | 'large' | ''
}

/** The picture of somebody, over initials that show until it is there, or if it never comes. */
export function avatar({ id, name, avatar: address, size = '' }: Pictured) {
  const url = avatarUrl(address ?? '')
  return html`<span class="avatar ${size}" data-tone=${toneOf(id)} aria-hidden="true">${initialsOf(name || id)}${
    url === null ? nothing : html`<img src=${url} alt="" loading="lazy" referrerpolicy="no-referrer" @error=${hide} />`
  }</span>`
}

/** Chinese: the last two characters, as colleagues call each other; others: the first letters of two words. */
export function initialsOf(name: string): string {
  const plain = name.replace(/[\s\p{P}\p{S}]+/gu, ' ').trim()
  const han = plain.match(/\p{Script=Han}/gu)
  if (han !== null) return han.slice(-2).join('')
  const words = plain.split(' ').filter(Boolean)
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? '')].slice(0, 2)
  return letters.join('').toUpperCase() || '?'
}

/** FNV-1a, to one of ten tones. */
export function toneOf(id: string): number {
  let hash = 2_166_136_261
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 16_777_619)
  return (hash >>> 0) % 10
}

function hide({ target }: Event): void {
  (target as HTMLImageElement).remove()
}

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
  const picture = url === null ? nothing
    : html`<img src=${url} alt="" loading="lazy" referrerpolicy="no-referrer" @error=${hide} />`
  return html`<span class="avatar ${size}" data-tone=${toneOf(id)} aria-hidden="true">
    ${initialsOf(name || id)}${picture}</span>`
}

/**
 * Chinese: the last two characters, as colleagues call each other; others: the first letters of two words.
 */
export function initialsOf(name: string): string {
  const plain = name.replace(/[\s\p{P}\p{S}]+/gu, ' ').trim()
  const han = plain.match(/\p{Script=Han}/gu)
  if (han !== null) return han.slice(-2).join('')
  const words = plain.split(' ').filter(Boolean)
  const [first = '', second = ''] = words
  const letters = second === '' ? firstOf(first, 2) : firstOf(first, 1) + firstOf(second, 1)
  return letters.toUpperCase() || '?'
}

function firstOf(word: string, count: number): string {
  return Array.from(word).slice(0, count).join('')
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

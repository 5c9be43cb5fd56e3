import { signal } from '@preact/signals-core'
import type { pinyin as Pinyin } from 'pinyin-pro'

let pinyin: typeof Pinyin | null = null
let loading: Promise<void> | null = null
const known = new Map<string, string>()

/** Rises once, when first letters can be told. */
export const pinyinLoaded = signal(false)

/** The library is large: it is fetched when somebody begins to search. */
export function loadPinyin(): Promise<void> {
  loading ??= import('pinyin-pro').then((module) => {
    pinyin = module.pinyin
    pinyinLoaded.value = true
  }, () => { loading = null })
  return loading
}

/** The first letters of a text, as `zsf` of 张三丰; '' until the library is there. */
export function firstLetters(text: string): string {
  if (pinyin === null) return ''
  const before = known.get(text)
  if (before !== undefined) return before
  const letters = pinyin(text.slice(0, textLength), { pattern: 'first', toneType: 'none', type: 'array' })
    .join('').toLowerCase().replace(/\s+/g, '')
  if (known.size >= knownMost) known.clear()
  known.set(text, letters)
  return letters
}

const textLength = 60
/** Names of a large seat; each costs some 15 µs to make. */
const knownMost = 30_000

import { signal } from '@preact/signals-core'
import type { pinyin as Pinyin } from 'pinyin-pro'

/** The sound of a text: `nihao`, and its first letters, `nh`. What isn't Chinese stays as it is, without spaces. */
export interface Spelling { whole: string; initials: string }
export type Spell = (text: string) => Spelling

let pinyin: typeof Pinyin | null = null
let loading: Promise<void> | null = null
const known = new Map<string, Spelling>()

/** Rises once, when sounds can be told. */
export const pinyinLoaded = signal(false)

/** The library is large: it is fetched when somebody begins to search. */
export function loadPinyin(): Promise<void> {
  loading ??= import('pinyin-pro').then((module) => {
    pinyin = module.pinyin
    pinyinLoaded.value = true
  }, () => { loading = null })
  return loading
}

/** Of names and titles, each made once; empty until the library is there. */
export const spell: Spell = (text) => {
  if (pinyin === null) return silent
  const before = known.get(text)
  if (before !== undefined) return before
  const syllables = pinyin(text.slice(0, textLength), { toneType: 'none', type: 'array', v: true })
    .map((syllable) => syllable.toLowerCase().trim())
  const spelling = { whole: syllables.join(''), initials: syllables.map((syllable) => syllable[0] ?? '').join('') }
  if (known.size >= knownMost) known.clear()
  known.set(text, spelling)
  return spelling
}

/** As `zsf` of 张三丰. */
export function firstLetters(text: string): string {
  return spell(text).initials
}

const silent: Spelling = { whole: '', initials: '' }
const textLength = 60
/** Names of a large seat; each costs some 15 µs to make. */
const knownMost = 30_000

import { signal } from '@preact/signals-core'
import type { pinyin as Pinyin } from 'pinyin-pro'

/** The sound of a text: `nihao`, and its first letters, `nh`. Other letters stay as they are, signs are left out. */
export interface Spelling {
  whole: string
  initials: string
  /** Where the syllables begin in the whole. */
  starts: readonly number[]
}
export type Spell = (text: string) => Spelling

let pinyin: typeof Pinyin | null = null
let loading: Promise<void> | null = null
const known = new Map<string, Spelling>()
const knownNames = new Map<string, Spelling>()

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

/** Of titles, each made once; empty until the library is there. */
export const spell: Spell = (text) => spelled(text, { known, surname: 'off' })

/** Of names, which begin with a surname: 曾 is zeng there. */
export const spellName: Spell = (text) => spelled(text, { known: knownNames, surname: 'head' })

/** A part of a name's first letters, or its sound from any of its syllables on: `zsf`, `zhangs` and `san` of 张三丰. */
export function soundsLike(name: string, typed: string): boolean {
  const { whole, initials, starts } = spellName(name)
  if (initials.includes(typed)) return true
  return whole.includes(typed) && starts.some((start) => whole.startsWith(typed, start))
}

/** As `zsf` of 张三丰. */
export function firstLetters(text: string): string {
  return spell(text).initials
}

interface Spelled { known: Map<string, Spelling>; surname: 'off' | 'head' }

function spelled(text: string, { known: before, surname }: Spelled): Spelling {
  if (pinyin === null) return silent
  const made = before.get(text)
  if (made !== undefined) return made
  const syllables = pinyin(text.slice(0, textLength), { toneType: 'none', type: 'array', v: true, surname })
    .map((syllable) => syllable.toLowerCase().trim()).filter((syllable) => /[\p{L}\p{N}]/u.test(syllable))
  let length = 0
  const spelling = {
    whole: syllables.join(''), initials: syllables.map((syllable) => syllable[0] ?? '').join(''),
    starts: syllables.map((syllable) => (length += syllable.length) - syllable.length),
  }
  if (before.size >= knownMost) before.clear()
  before.set(text, spelling)
  return spelling
}

const silent: Spelling = { whole: '', initials: '', starts: [] }
const textLength = 60
/** Names of a large seat; each costs some 15 µs to make. */
const knownMost = 30_000

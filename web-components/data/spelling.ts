/** The pinyin of a text: `nihao`, and its initials, `nh`. What isn't Chinese stays as it is. */
export interface Spelling { whole: string; initials: string }
export type Spell = (text: string) => Spelling

/** The table of pinyin is large: it comes when somebody first searches by it. */
export async function loadSpell(): Promise<Spell> {
  const { pinyin } = await import('pinyin-pro')
  return (text) => {
    const syllables = pinyin(text, { toneType: 'none', type: 'array', v: true })
    return { whole: syllables.join(''), initials: syllables.map((syllable) => syllable[0] ?? '').join('') }
  }
}

import { foldedText } from '../../protocol/folded-text.ts'
import { type Spell, type Spelling, loadSpell } from './spelling.ts'

/** Null until the table is there. */
let spell: Spell | null = null

/** Loads the table of pinyin, once; each name is spelled once. */
export async function loadPinyin(): Promise<void> {
  if (spell !== null) return
  const spellAnew = await loadSpell()
  const known = new Map<string, Spelling>()
  spell = (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const spelling = spellAnew(foldedText(name))
    if (known.size < knownMost) known.set(name, spelling)
    return spelling
  }
}

/** By any part of the name, the beginning of its pinyin, or its initials; the better the match, the earlier. */
export function searchNames<Entry extends { name: string }>(entries: readonly Entry[], query: string): Entry[] {
  const wanted = foldedText(query)
  if (wanted === '') return [...entries]
  const ranked = entries.map((entry) => ({ entry, rank: rankOf(entry.name, wanted) }))
  return ranked.filter(({ rank }) => rank < noMatch).sort((a, b) => a.rank - b.rank).map(({ entry }) => entry)
}

function rankOf(name: string, wanted: string): number {
  const folded = foldedText(name)
  if (folded.startsWith(wanted)) return 0
  const spelled = spell?.(name)
  if (spelled?.initials.startsWith(wanted) === true || spelled?.whole.startsWith(wanted) === true) return 1
  if (folded.includes(wanted)) return 2
  return spelled?.initials.includes(wanted) === true ? 3 : noMatch
}

const noMatch = 4
/** Names whose spelling is kept: a few rooms of 500. */
const knownMost = 5_000

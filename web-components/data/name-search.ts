import { foldedText } from '../../protocol/folded-text.ts'
import { spellName } from './pinyin.ts'

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
  const { whole, initials } = spellName(folded)
  if (initials.startsWith(wanted) || whole.startsWith(wanted)) return 1
  if (folded.includes(wanted)) return 2
  return initials.includes(wanted) ? 3 : noMatch
}

const noMatch = 4

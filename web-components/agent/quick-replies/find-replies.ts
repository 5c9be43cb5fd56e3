import { foldedText } from '../../../protocol/folded-text.ts'
import { partSummary } from '../../../protocol/message-part.ts'
import type { QuickReply } from '../../../protocol/operations/quick-replies.ts'
import { type Spelling, spell } from '../../data/pinyin.ts'

/** A reply with all that it is found by, made once. */
export interface Findable extends Spelling { reply: QuickReply; title: string; content: string }

export function newFindable(reply: QuickReply): Findable {
  const title = foldedText(reply.title)
  const content = foldedText(reply.parts.map(partSummary).join('\n'))
  return { reply, title, content, ...spell(title) }
}

/** The best first; equal ones in the order given. Words between spaces must all be there. */
export function findReplies(all: readonly Findable[], query: string): QuickReply[] {
  const words = foldedText(query).split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return all.map(({ reply }) => reply)
  const ranked = all.flatMap((one, at) => {
    const ranks = words.map((word) => rankOf(one, word))
    return ranks.includes(null) ? [] : [{ at, rank: ranks.reduce<number>((sum, rank) => sum + (rank ?? 0), 0), ...one }]
  })
  return ranked.toSorted((a, b) => a.rank - b.rank || a.at - b.at).map(({ reply }) => reply)
}

/** Null: not at all. The title says more than its sound, its sound more than the content. */
function rankOf({ title, content, whole, initials }: Findable, word: string): number | null {
  if (title.startsWith(word)) return 0
  if (title.includes(word)) return 1
  if (initials.startsWith(word)) return 2
  if (initials.includes(word)) return 3
  if (whole.includes(word)) return 4
  if (content.includes(word)) return 5
  if (isScattered(word, title) || isScattered(word, initials)) return 6
  return null
}

/** All its characters, in this order, with others between. One alone would be found everywhere. */
function isScattered(word: string, text: string): boolean {
  if (word.length < 2) return false
  let at = -1
  for (const character of word) {
    at = text.indexOf(character, at + 1)
    if (at === -1) return false
  }
  return true
}

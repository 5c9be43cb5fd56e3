import { sensitiveWordsChanged } from '../../../protocol/events/outbox.ts'
import type { EventNamed } from '../../../protocol/events/index.ts'
import type { SensitiveWordId } from '../../../protocol/ids.ts'
import type { WordEffect } from '../../../protocol/sensitive-kinds.ts'
import { sensitiveText } from '../../../protocol/sensitive-text.ts'
import type { Queries } from '../../../storage/pool.ts'
import {
  type StoredWord, type WordValues, deleteSensitiveWord, lockSensitiveWord, updateSensitiveWord,
} from '../../../storage/queries/sensitive-words.ts'
import { type Change, differences } from '../change.ts'
import type { OutboxEntry } from '../context.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** A word as it is kept, or what is wrong with it. */
export function wordValues(text: string, effect: WordEffect): WordValues | { reason: string } {
  const word = text.trim()
  const folded = sensitiveText(word)
  if (folded === '') return { reason: 'nothing but spaces and ornaments' }
  return /\p{Cc}/u.test(word) ? { reason: 'more than one line' } : { word, folded, effect }
}

/** What every reader of the journal goes by from then on. */
export function told(changes: EventNamed<'sensitiveWordsChanged'>['changes']): OutboxEntry {
  return { fact: sensitiveWordsChanged, value: { changes } }
}

export async function lockStored(inside: Queries, id: SensitiveWordId): Promise<StoredWord | Refusal> {
  return await lockSensitiveWord(inside, id) ?? refuse('notFound', 'no such word')
}

export async function setWordValues(
  inside: Queries, { stored, values }: { stored: StoredWord; values: WordValues },
): Promise<Change<{ version: number }> | Refusal> {
  const { id, word, effect, version } = stored
  const changed = differences({ word, effect }, { word: values.word, effect: values.effect })
  if (changed === null) return { output: { version }, audit: [] }
  if (!await updateSensitiveWord(inside, id, values)) return refuse('nameTaken', 'this word is there already')
  return {
    output: { version: version + 1 },
    audit: [{ kind: 'sensitiveWord', id, title: values.word, ...changed }],
    outbox: [told([{ word, effect: 'gone' }, { word: values.word, effect: values.effect }])],
  }
}

export async function deleteStored(inside: Queries, stored: StoredWord): Promise<Change<Record<string, never>>> {
  const { id, word, effect } = stored
  await deleteSensitiveWord(inside, id)
  return {
    output: {}, audit: [{ kind: 'sensitiveWord', id, title: word, before: { word, effect }, after: null }],
    outbox: [told([{ word, effect: 'gone' }])],
  }
}

import { limits } from '../../../protocol/limits.ts'
import { createSensitiveWords as operation } from '../../../protocol/operations/sensitive-words.ts'
import type { Queries } from '../../../storage/pool.ts'
import { type WordValues, countSensitiveWords, insertSensitiveWords } from '../../../storage/queries/sensitive-words.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { type Refusal, refuseField } from '../refusal.ts'
import { told, wordValues } from './word-changes.ts'

export const createSensitiveWords = defineHandler(operation, ({ words, effect }, context) => {
  const given: WordValues[] = []
  for (const [index, text] of words.entries()) {
    const values = wordValues(text, effect)
    if ('reason' in values) return refuseField('words', `entry ${index}: ${values.reason}`)
    given.push(values)
  }
  return change(context, async (inside) => {
    const created = await insertSensitiveWords(inside, given)
    const ids = new Set(created.map(({ word }) => word))
    return {
      output: { created: created.length, known: given.flatMap(({ word }) => (ids.has(word) ? [] : [word])) },
      audit: created.map(({ id, word }) => {
        return { kind: 'sensitiveWord', id, title: word, before: null, after: { word, effect } }
      }),
      outbox: created.length === 0 ? [] : [told(created.map(({ word }) => ({ word, effect })))],
      check: refuseTooMany,
    }
  })
})

async function refuseTooMany(inside: Queries): Promise<Refusal | null> {
  const most = limits.sensitiveWordsMax
  return await countSensitiveWords(inside) > most ? refuseField('words', `there may be ${most} words in all`) : null
}

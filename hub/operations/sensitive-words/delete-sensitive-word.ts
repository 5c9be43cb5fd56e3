import { deleteSensitiveWord as operation } from '../../../protocol/operations/sensitive-words.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuseStale } from '../refusal.ts'
import { deleteStored, lockStored } from './word-changes.ts'

export const deleteSensitiveWord = defineHandler(operation, ({ word, version }, context) => {
  return change(context, async (inside) => {
    const stored = await lockStored(inside, word)
    if (stored instanceof Refusal) return stored
    return stored.version === version ? deleteStored(inside, stored) : refuseStale(stored)
  })
})

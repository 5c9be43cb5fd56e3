import { changeSensitiveWord as operation } from '../../../protocol/operations/sensitive-words.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuseField, refuseStale } from '../refusal.ts'
import { lockStored, setWordValues, wordValues } from './word-changes.ts'

export const changeSensitiveWord = defineHandler(operation, (input, context) => {
  const values = wordValues(input.text, input.effect)
  if ('reason' in values) return refuseField('text', values.reason)
  return change(context, async (inside) => {
    const stored = await lockStored(inside, input.word)
    if (stored instanceof Refusal) return stored
    return stored.version === input.version ? setWordValues(inside, { stored, values }) : refuseStale(stored)
  })
})

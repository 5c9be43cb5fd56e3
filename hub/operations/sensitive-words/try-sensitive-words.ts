import { trySensitiveWords as operation } from '../../../protocol/operations/sensitive-words.ts'
import { defineHandler } from '../define-handler.ts'

export const trySensitiveWords = defineHandler(operation, ({ text }, { directory }) => {
  return { places: directory.words.places(text) }
})

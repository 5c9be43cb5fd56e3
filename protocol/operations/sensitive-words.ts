import { listOf, oneOf, text } from '../fields.ts'
import { sensitiveWordId } from '../ids.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import type { WordEffect } from '../sensitive-kinds.ts'
import { version } from './departments.ts'

const word = () => text({ bytesMin: 1, bytesMax: limits.sensitiveWordBytesMax })
const effect = () => oneOf('block', 'alert')

export const createSensitiveWords = operation<{ created: number; known: string[] }>()({
  name: 'createSensitiveWords', permission: 'sensitiveWords', effect: 'changes',
  about: 'Words that are there already, in whatever spelling, stay as they are and are named in `known`.',
  input: { words: listOf(word(), { max: limits.sensitiveWordsAtOnceMax }), effect: effect() },
})

export const changeSensitiveWord = operation<{ version: number }>()({
  name: 'changeSensitiveWord', permission: 'sensitiveWords', effect: 'changes',
  about: 'Holds for what is sent from now on.',
  input: { word: sensitiveWordId(), version: version(), text: word(), effect: effect() },
})

export const deleteSensitiveWord = operation<Record<string, never>>()({
  name: 'deleteSensitiveWord', permission: 'sensitiveWords', effect: 'changes',
  about: 'What was recorded because of it stays.', input: { word: sensitiveWordId(), version: version() },
})

/** Where words stand in a text, in UTF-16 units; they may lie in one another. */
export interface WordPlace { word: string; effect: WordEffect; from: number; to: number }

export const trySensitiveWords = operation<{ places: WordPlace[] }>()({
  name: 'trySensitiveWords', permission: 'sensitiveWords', effect: 'reads',
  about: 'Which of the words that hold now a text would meet.',
  input: { text: text({ bytesMax: limits.textBytesMax }) },
})

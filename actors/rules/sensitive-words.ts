import type { WordEffect } from '../../protocol/sensitive-kinds.ts'
import { placedSensitiveText, sensitiveText } from '../../protocol/sensitive-text.ts'
import { type Automaton, findAll, findDistinct, newAutomaton } from './word-automaton.ts'

export interface SensitiveWord { word: string; effect: WordEffect }
/** `gone`: it is one no more. */
export interface WordChange { word: string; effect: WordEffect | 'gone' }
/** Where a word stands, in UTF-16 units of the text. */
export interface WordPlace extends SensitiveWord { from: number; to: number }

/**
 * All sensitive words, found in one pass over a text (sensitive-text.ts), in time that grows with the text only. As of
 * a position of the journal: whoever reads it makes the next ones with the same changes.
 */
export class SensitiveWords {
  /** By their folded text: two that fold alike are one. */
  readonly #words: ReadonlyMap<string, SensitiveWord>
  #automaton: Automaton<SensitiveWord> | null = null

  constructor(words: Iterable<SensitiveWord> = []) {
    this.#words = new Map([...words].map((one) => [sensitiveText(one.word), one]))
  }

  get size(): number {
    return this.#words.size
  }

  /** The words after some changes; these stay as they are. */
  with(changes: readonly WordChange[]): SensitiveWords {
    const words = new Map(this.#words)
    for (const { word, effect } of changes) {
      const folded = sensitiveText(word)
      words.delete(folded)
      if (effect !== 'gone') words.set(folded, { word, effect })
    }
    return new SensitiveWords(words.values())
  }

  /** Which words some lines contain, each once; none goes over the end of one into the next. */
  in(...lines: readonly string[]): SensitiveWord[] {
    if (this.#words.size === 0 || lines.length === 0) return []
    return findDistinct(this.#built(), lines.map(sensitiveText).join(lineEnd))
  }

  /** What a console may not send. */
  blockedIn(...lines: readonly string[]): string[] {
    return this.in(...lines).filter(({ effect }) => effect === 'block').map(({ word }) => word)
  }

  /** Where they stand, in their order; at most `placesMax`. */
  places(text: string): WordPlace[] {
    if (this.#words.size === 0) return []
    const { text: folded, starts, ends } = placedSensitiveText(text)
    const found = findAll(this.#built(), folded, { max: placesMax })
    const places = found.map(({ value, from, to }) => {
      return { ...value, from: starts[from] as number, to: ends[to - 1] as number }
    })
    return places.sort((a, b) => a.from - b.from || b.to - a.to)
  }

  #built(): Automaton<SensitiveWord> {
    this.#automaton ??= newAutomaton(this.#words)
    return this.#automaton
  }
}

/** Of no word: what can’t be read as text becomes it. */
const lineEnd = '\ufffd'
/** Words lie in one another, so a text may have more places than characters; nobody looks at so many. */
export const placesMax = 500

import { foldedText } from './folded-text.ts'
import type { Direction, MessageType } from './kinds.ts'

/** As `settingsChanged` says them. */
export interface QuietRulesRow { types: readonly MessageType[]; words: readonly string[] }

/**
 * SET-5, SET-6: which customers' messages raise no red dot. They are stored and found in the records; no conversation
 * changes and no console is told. Whoever reads the journal decides with the rules of the message's own position.
 */
export class QuietRules {
  readonly #types: ReadonlySet<MessageType>
  readonly #words: readonly string[]

  constructor({ types, words }: QuietRulesRow) {
    this.#types = new Set(types)
    this.#words = words.map(foldedText)
  }

  get isEmpty(): boolean {
    return this.#types.size === 0 && this.#words.length === 0
  }

  has({ direction, type, text }: { direction: Direction; type: MessageType; text: string }): boolean {
    if (direction === 'out' || this.isEmpty) return false
    if (this.#types.has(type)) return true
    if (this.#words.length === 0) return false
    const folded = foldedText(text)
    return this.#words.some((word) => folded.includes(word))
  }
}

import { type Position, streamSequenceOf } from '../protocol/ids.ts'

/** Where this hub's feed was, and how many events it had counted by then. */
interface Mark { position: Position; events: number; journalMs: number }

/**
 * How far storage is behind this hub's feed, in records' time and in events. Positions tell neither, so the feed
 * leaves marks, which storage passes: about one for a thousand events or a tenth of a second, fewer where storage
 * is far behind.
 */
export class Lag {
  #marks: Mark[] = []
  /** The last mark that storage has passed. */
  #passed: Mark
  #newest: Mark
  /** Doubles when there are too many marks, so that they stay evenly spread. */
  #spread = 1

  constructor({ position, journalMs }: { position: Position; journalMs: number }) {
    this.#passed = { position, events: 0, journalMs }
    this.#newest = this.#passed
  }

  /** Up to a thousand too many while storage is between two marks. */
  get events(): number {
    return this.#newest.events - this.#passed.events
  }

  get records(): number {
    return streamSequenceOf(this.#newest.position) - streamSequenceOf(this.#passed.position)
  }

  /** Of the journal's time; 0 while storage has everything. */
  get ms(): number {
    return this.events === 0 ? 0 : this.#newest.journalMs - this.#passed.journalMs
  }

  /** The feed has applied a record with so many fresh events. */
  onRecord({ position, events, journalMs }: Mark): void {
    this.#newest = { position, events: this.#newest.events + events, journalMs }
    const last = this.#marks.at(-1) ?? this.#passed
    const isNear = this.#newest.events - last.events < markEvents * this.#spread
    if (isNear && journalMs - last.journalMs < markMs * this.#spread) return
    this.#marks.push(this.#newest)
    if (this.#marks.length <= marksMax) return
    this.#marks = this.#marks.filter((_, index) => index % 2 === 1)
    this.#spread *= 2
  }

  /** Storage has everything up to here. */
  onStored(position: Position): void {
    if (position >= this.#newest.position) {
      this.#passed = this.#newest
      this.#marks = []
      this.#spread = 1
      return
    }
    const left = this.#marks.findIndex((mark) => mark.position > position)
    const count = left === -1 ? this.#marks.length : left
    if (count > 0) this.#passed = this.#marks.splice(0, count).at(-1) as Mark
  }
}

const markEvents = 1_000
const markMs = 100
/** Ten minutes at ten marks a second. */
const marksMax = 6_000

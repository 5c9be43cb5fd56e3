import type { Position } from '../../protocol/ids.ts'
import { hubLimits } from '../limits.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'

/** The most recent events, for consoles that come back: bounded by bytes and count, oldest out first. */
export class Ring {
  #events: JournalEntry[] = []
  #head = 0
  #bytes = 0
  #floor: Position

  constructor(floor: Position) {
    this.#floor = floor
  }

  /** Everything above it is in the ring. */
  get floor(): Position {
    return this.#floor
  }

  push(event: JournalEntry): void {
    this.#events.push(event)
    this.#bytes += event.to - event.from
    const { ringBytesMax, ringEventsMax } = hubLimits
    while (this.#bytes > ringBytesMax || this.#events.length - this.#head > ringEventsMax) this.#drop()
  }

  /**
   * What is wanted of the events above `after`, oldest first, at most `eventsMax` and about `bytesMax`; null if the
   * ring doesn't reach back so far. Everything up to `upTo` was looked at; `more`: there is something above it.
   */
  above({ after, wanted, eventsMax, bytesMax }: Wanted): { events: JournalEntry[]; upTo: Position; more: boolean } | null {
    if (after < this.#floor) return null
    const events: JournalEntry[] = []
    let bytes = 0
    let index = this.#firstAbove(after)
    for (; index < this.#events.length && events.length < eventsMax && bytes < bytesMax; index++) {
      const event = this.#events[index] as JournalEntry
      if (!wanted(event)) continue
      events.push(event)
      bytes += event.to - event.from
    }
    const upTo = Math.max(after, this.#events[index - 1]?.position ?? this.#floor)
    return { events, upTo, more: index < this.#events.length }
  }

  #drop(): void {
    const dropped = this.#events[this.#head] as JournalEntry
    this.#bytes -= dropped.to - dropped.from
    this.#floor = dropped.position
    this.#head += 1
    // Moving the array for each drop would cost its length.
    if (this.#head * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#head)
      this.#head = 0
    }
  }

  #firstAbove(position: Position): number {
    let low = this.#head
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#events[middle] as JournalEntry).position > position) high = middle
      else low = middle + 1
    }
    return low
  }
}

interface Wanted {
  after: Position
  wanted: (event: JournalEntry) => boolean
  eventsMax: number
  bytesMax: number
}

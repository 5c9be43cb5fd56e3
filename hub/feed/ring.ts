import type { Position } from '../../protocol/ids.ts'
import { hubLimits } from '../limits.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'

/** The most recent events, for consoles that come back: bounded by bytes and count, oldest out first. */
export class Ring {
  /** Below `head` they are gone. */
  #events: (JournalEntry | undefined)[] = []
  #head = 0
  #bytes = 0
  #dropped = 0
  #floor: Position

  constructor(floor: Position) {
    this.#floor = floor
  }

  /** Everything above it is in the ring. */
  get floor(): Position {
    return this.#floor
  }

  /** What isn't above the floor is left out: the feed begins a little below what the directory was loaded with. */
  push(event: JournalEntry): void {
    if (event.position <= this.#floor) return
    this.#events.push(event)
    this.#bytes += event.to - event.from
    const { ringBytesMax, ringEventsMax } = hubLimits
    while (this.#bytes > ringBytesMax || this.#events.length - this.#head > ringEventsMax) this.#drop()
  }

  /** The position of the last event; the floor if there is none. */
  get last(): Position {
    return this.#events.at(-1)?.position ?? this.#floor
  }

  get size(): number {
    return this.#events.length - this.#head
  }

  /** Events that have left it, ever. */
  get dropped(): number {
    return this.#dropped
  }

  /** The events above `position`, oldest first. */
  above(position: Position): JournalEntry[] {
    return this.#events.slice(firstAbove(this.#events, position, this.#head)) as JournalEntry[]
  }

  #drop(): void {
    const dropped = this.#events[this.#head] as JournalEntry
    this.#bytes -= dropped.to - dropped.from
    this.#floor = dropped.position
    // One entry keeps the bytes of its whole record alive.
    this.#events[this.#head] = undefined
    this.#head += 1
    this.#dropped += 1
    // Moving the array for each drop would cost its length.
    if (this.#head * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#head)
      this.#head = 0
    }
  }
}

/** The index of the first event above `position`, of events in order, from `low` on. */
export function firstAbove(events: readonly (JournalEntry | undefined)[], position: Position, from = 0): number {
  let low = from
  let high = events.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((events[middle] as JournalEntry).position > position) high = middle
    else low = middle + 1
  }
  return low
}

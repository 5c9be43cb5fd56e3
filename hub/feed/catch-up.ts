import type { Position, UserId } from '../../protocol/ids.ts'
import type { Directory } from '../directory/directory.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import { hubLimits } from '../limits.ts'
import { concernsAll, tellConcerned } from './concerned.ts'
import { type Ring, firstAbove } from './ring.ts'

/** One step: all there is for the user up to `upTo`; `more` lies above it. */
export interface CaughtUp { events: JournalEntry[]; upTo: Position; more: boolean }

/**
 * What consoles missed, from the ring: not from the journal itself, because repeats and fenced events lie there too,
 * and only a reader from the start can tell them apart. After a storm a thousand consoles ask at once, so each event
 * is looked at once for all of them: a look of each at each took 10,000 phones and 1,000 consoles from 5 s to 14 s.
 * Of what has left the ring it keeps half as much again at most, and nothing at all once nobody asks any more.
 */
export class CatchUp {
  readonly #ring: Ring
  readonly #directory: Directory
  #byUser = new Map<UserId, JournalEntry[]>()
  #forAll: JournalEntry[] = []
  /** Sorted in up to here, by this many moves. */
  #upTo: Position = 0
  #moves = noMoves
  #droppedBefore = 0
  #isAsked = false
  #askedAtMs = 0

  constructor({ ring, directory }: { ring: Ring; directory: Directory }) {
    this.#ring = ring
    this.#directory = directory
  }

  /** Null if the ring doesn't reach back so far: then the console reads what changed from the database. */
  step({ user, after }: { user: UserId; after: Position }): CaughtUp | null {
    if (after < this.#ring.floor) return null
    this.#isAsked = true
    this.#sortIn()
    const own = this.#byUser.get(user) ?? []
    const events: JournalEntry[] = []
    let [ownAt, allAt] = [firstAbove(own, after), firstAbove(this.#forAll, after)]
    for (let bytes = 0; events.length < hubLimits.catchUpEventsMax && bytes < hubLimits.catchUpBytesMax;) {
      const [mine, everybodys] = [own[ownAt], this.#forAll[allAt]]
      const next = everybodys === undefined || (mine !== undefined && mine.position < everybodys.position)
        ? mine : everybodys
      if (next === undefined) return { events, upTo: Math.max(after, this.#ring.last), more: false }
      if (next === mine) ownAt += 1
      else allAt += 1
      events.push(next)
      bytes += next.to - next.from
    }
    return { events, upTo: (events.at(-1) as JournalEntry).position, more: true }
  }

  /** After a storm it would keep what leaves the ring until the next one. */
  tick(nowMs: number): void {
    if (this.#isAsked) this.#askedAtMs = nowMs
    else if (this.#upTo > 0 && nowMs - this.#askedAtMs >= hubLimits.catchUpIdleMs) this.#begin(noMoves)
    this.#isAsked = false
  }

  #sortIn(): void {
    const { moves } = this.#directory
    const dropped = this.#ring.dropped - this.#droppedBefore
    if (moves !== this.#moves || dropped > this.#ring.size / 2) this.#begin(moves)
    for (const event of this.#ring.above(this.#upTo)) {
      if (concernsAll(event)) this.#forAll.push(event)
      else tellConcerned(this.#directory, event, this.#addTo)
    }
    this.#upTo = this.#ring.last
  }

  readonly #addTo = (user: UserId, event: JournalEntry): void => {
    const own = this.#byUser.get(user)
    if (own === undefined) this.#byUser.set(user, [event])
    else own.push(event)
  }

  /** Today's keepers hold for all that is in the ring; what has left it is let go. */
  #begin(moves: number): void {
    this.#byUser.clear()
    this.#forAll = []
    this.#upTo = 0
    this.#moves = moves
    this.#droppedBefore = this.#ring.dropped
  }
}

/** No number of moves: what is sorted in next begins anew. */
const noMoves = -1

import type { DeviceId, Position, UserId } from '../../protocol/ids.ts'
import type { Directory } from '../directory/directory.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import { hubLimits } from '../limits.ts'
import { type Ring, firstAbove } from './ring.ts'

/** One step: all there is for the user up to `upTo`; `more` lies above it. */
export interface CaughtUp { events: JournalEntry[]; upTo: Position; more: boolean }

/**
 * What consoles missed, from the ring: not from the journal itself, because repeats and fenced events lie there too,
 * and only a reader from the start can tell them apart. After a storm a thousand consoles ask at once, so each event
 * is looked at once for all of them: a look of each at each took 10,000 phones and 1,000 consoles from 5 s to 14 s.
 * Of what has left the ring it keeps half as much again at most.
 */
export class CatchUp {
  readonly #ring: Ring
  readonly #directory: Directory
  #byUser = new Map<UserId, JournalEntry[]>()
  #forAll: JournalEntry[] = []
  /** Sorted in up to here, under these assignments. */
  #upTo: Position = 0
  #assignments = -1
  #droppedBefore = 0

  constructor({ ring, directory }: { ring: Ring; directory: Directory }) {
    this.#ring = ring
    this.#directory = directory
  }

  /** Null if the ring doesn't reach back so far: then the console reads what changed from the database. */
  step({ user, after }: { user: UserId; after: Position }): CaughtUp | null {
    if (after < this.#ring.floor) return null
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

  #sortIn(): void {
    const { assignments } = this.#directory
    const dropped = this.#ring.dropped - this.#droppedBefore
    if (assignments !== this.#assignments || dropped > this.#ring.size / 2) this.#begin(assignments)
    for (const event of this.#ring.above(this.#upTo)) {
      if (concernsAll(event)) this.#forAll.push(event)
      const user = concernedUser(this.#directory, event)
      if (user === undefined) continue
      const own = this.#byUser.get(user)
      if (own === undefined) this.#byUser.set(user, [event])
      else own.push(event)
    }
    this.#upTo = this.#ring.last
  }

  /** Today's assignments hold for all that is in the ring; what has left it is let go. */
  #begin(assignments: number): void {
    this.#byUser.clear()
    this.#forAll = []
    this.#upTo = 0
    this.#assignments = assignments
    this.#droppedBefore = this.#ring.dropped
  }
}

/** The user whose consoles an event concerns, by today's assignment: the keeper of the account's phone. */
export function concernedUser(
  directory: Directory, { kind, account, known: event }: JournalEntry,
): UserId | undefined {
  if (isForStorage(kind)) return undefined
  if (account !== null) return directory.keeperOf(account)
  switch (event?.kind) {
    case 'taskFinished': return directory.device(event.source.split('/')[1] as DeviceId)?.keeper
    case 'chatsSynced': return directory.device(event.device)?.keeper
    case 'commandExpired': return event.device === null ? undefined : directory.device(event.device)?.keeper
    case 'deviceConnected':
    case 'deviceDisconnected': return directory.device(event.device)?.keeper
    default: return undefined
  }
}

/** Consoles read old chats, they aren't told them: a phone may sync a hundred thousand. */
export function isForStorage(kind: JournalEntry['kind']): boolean {
  return kind === 'messageSynced'
}

/** The end of a hub takes phones offline that anybody may serve. */
export function concernsAll({ kind }: JournalEntry): boolean {
  return kind === 'hubLost' || kind === 'hubStopped'
}

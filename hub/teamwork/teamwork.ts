import type { Attending } from '../../actors/out.ts'
import { pack, unpack } from '../../protocol/codec.ts'
import type { AccountId, PeerId, Position, RunId, UserId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { attendance, watchEnded } from '../../protocol/messages/seat.ts'
import type { Directory } from '../directory/directory.ts'
import { mayWatch } from '../directory/may-watch.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import type { NatsLink } from '../nats/nats-link.ts'
import { type Attendant, Attendants, type Role, keyOf } from './attendants.ts'
import { Watches } from './watches.ts'

export interface TeamworkParts {
  run: RunId
  link: Pick<NatsLink, 'tell' | 'listen'>
  directory: Directory
  /** To one tab of this hub; 'full': it reads too slowly. */
  send: (connection: number, message: readonly unknown[]) => 'sent' | 'full'
  /** The feed has applied everything up to here. */
  reached: () => Position
  nowMs: () => number
}

/** What a tab says, between hubs: `[connection, user, account, peer, role, typing]`; without a user it has gone. */
type Told = [number, UserId | null, AccountId?, PeerId?, Role?, boolean?]

/**
 * Who looks at a conversation or writes in it, over all hubs, and the live view of supervisors. Nothing of it is
 * kept: hubs say it again every few seconds, and what isn't said again ends. Changes are gathered for a moment, so
 * that a tab costs the others four messages a second at most.
 */
export class Teamwork {
  readonly #parts: TeamworkParts
  readonly #attendants = new Attendants()
  /** Tabs of this hub that attend to something: their ids. */
  readonly #own = new Map<number, string>()
  readonly #watches: Watches
  #unsaid = new Set<number>()
  #saidAllMs = 0

  constructor(parts: TeamworkParts) {
    this.#parts = parts
    this.#watches = new Watches(parts)
    parts.link.listen(subject, (payload) => this.#onTold(unpack(payload) as [RunId, Told[]]))
  }

  /** A tab says what it looks at. Of what its user may not see it hears nothing. */
  attend({ connection, user }: { connection: number; user: UserId }, { account, peer, typing }: Attending): void {
    if (account === null || peer === null) return this.left(connection)
    const role = this.#roleOf({ user, account, peer })
    if (role === null) {
      this.left(connection)
      this.#parts.send(connection, watchEnded.write({ account, peer, code: 'noRight' }))
      return
    }
    const id = this.#idOf(connection)
    this.#own.set(connection, id)
    this.#unsaid.add(connection)
    this.#attendants.set({ id, user, account, peer, role, typing, heardMs: this.#parts.nowMs() })
    if (role === 'supervisor') this.#watches.begin(connection, { user, account, peer })
    else this.#watches.end(connection)
    this.#tellOne(connection)
  }

  /** The tab looks at no conversation, or is gone. Idempotent. */
  left(connection: number): void {
    this.#watches.end(connection)
    if (!this.#own.delete(connection)) return
    this.#attendants.drop(this.#idOf(connection))
    this.#unsaid.add(connection)
  }

  /** A fresh event, in the journal's order. */
  onEvent(at: JournalEntry): void {
    this.#watches.onEvent(at)
    if (at.known?.kind !== 'peersAssigned' || this.#own.size === 0) return
    const { account, peers } = at.known
    for (const peer of peers) this.#judgeAgain(this.#attendants.at(keyOf({ account, peer })))
  }

  /** Several times a second. */
  flush(nowMs: number): void {
    if (nowMs - this.#saidAllMs >= sayAgainMs) this.#sayAll(nowMs)
    else this.#say([...this.#unsaid])
    for (const key of this.#attendants.takeChanged()) {
      for (const { id } of this.#attendants.at(key)) {
        const connection = this.#connectionOf(id)
        if (connection !== null) this.#tellOne(connection)
      }
    }
  }

  /** Rights end while one looks. */
  #sayAll(nowMs: number): void {
    this.#saidAllMs = nowMs
    this.#judgeAgain([...this.#attendants.all()].filter(({ id }) => this.#connectionOf(id) !== null))
    for (const { id, heardMs } of this.#attendants.all()) {
      if (this.#connectionOf(id) === null && nowMs - heardMs > forgottenMs) this.#attendants.drop(id)
    }
    this.#say([...new Set([...this.#own.keys(), ...this.#unsaid])])
  }

  #say(connections: readonly number[]): void {
    this.#unsaid = new Set()
    for (let from = 0; from < connections.length; from += toldAtOnceMax) {
      const told = connections.slice(from, from + toldAtOnceMax).map((one): Told => {
        const found = this.#attendants.get(this.#idOf(one))
        return found === undefined
          ? [one, null] : [one, found.user, found.account, found.peer, found.role, found.typing]
      })
      this.#parts.link.tell(subject, pack([this.#parts.run, told]))
    }
  }

  #onTold([run, told]: [RunId, Told[]]): void {
    if (run === this.#parts.run) return
    const heardMs = this.#parts.nowMs()
    for (const [connection, user, account, peer, role, typing] of told) {
      const id = `${run} ${connection}`
      if (user === null) this.#attendants.drop(id)
      else {
        this.#attendants.set({
          id, user, account: account as AccountId, peer: peer as PeerId, role: role as Role, typing: typing === true,
          heardMs,
        })
      }
    }
  }

  /** Those of this hub who may look at it no more, or in another role. */
  #judgeAgain(attendants: Iterable<Attendant>): void {
    for (const one of Array.from(attendants)) {
      const connection = this.#connectionOf(one.id)
      if (connection === null) continue
      const role = this.#roleOf(one)
      if (role === one.role) continue
      const { account, peer } = one
      const code = role === 'seat' ? 'served' : 'noRight'
      if (one.role === 'supervisor') this.#parts.send(connection, watchEnded.write({ account, peer, code }))
      if (role === null) this.left(connection)
      else this.attend({ connection, user: one.user }, one)
    }
  }

  #roleOf(asked: { user: UserId; account: AccountId; peer: PeerId }): Role | null {
    const { directory } = this.#parts
    if (directory.serves(asked.user, asked.account, asked.peer)) return 'seat'
    return mayWatch(directory, asked) ? 'supervisor' : null
  }

  /** The same user's other tabs aren't company. */
  #tellOne(connection: number): void {
    const own = this.#attendants.get(this.#idOf(connection))
    if (own === undefined) return
    const { account, peer } = own
    const people = new Map<UserId, { user: UserId; name: string; role: Role; typing: boolean }>()
    for (const { user, role, typing } of this.#attendants.at(keyOf(own))) {
      if (user === own.user || people.size >= limits.attendingMax) continue
      const name = this.#parts.directory.user(user)?.realName ?? user
      people.set(user, { user, name, role, typing: typing || people.get(user)?.typing === true })
    }
    this.#parts.send(connection, attendance.write({ account, peer, people: [...people.values()] }))
  }

  #idOf(connection: number): string {
    return `${this.#parts.run} ${connection}`
  }

  #connectionOf(id: string): number | null {
    const [run, connection] = id.split(' ')
    return run === this.#parts.run ? Number(connection) : null
  }
}

const subject = 'live.attending'
const sayAgainMs = 10_000
/** What another hub hasn't said again for so long is over, or the hub is. */
const forgottenMs = 25_000
const toldAtOnceMax = 500
/** How often changes are told. */
export const flushMs = 250

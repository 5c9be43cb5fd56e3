import { unpack } from '../../protocol/codec.ts'
import type { AccountId, PeerId, UserId } from '../../protocol/ids.ts'
import { watchEnded, watched, watching } from '../../protocol/messages/seat.ts'
import { mayWatch } from '../directory/may-watch.ts'
import { isForStorage } from '../feed/concerned.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import { keyOf } from './attendants.ts'
import type { TeamworkParts } from './teamwork.ts'

interface Watch { user: UserId; account: AccountId; peer: PeerId }

/**
 * Conversations that supervisors look at live: one a tab, so there are at most as many as tabs. Each event is told
 * only while the right holds; the seat that serves the conversation is told nothing else than before.
 */
export class Watches {
  readonly #parts: Pick<TeamworkParts, 'directory' | 'send' | 'reached'>
  readonly #byConnection = new Map<number, Watch>()
  readonly #byKey = new Map<string, Set<number>>()

  constructor(parts: Pick<TeamworkParts, 'directory' | 'send' | 'reached'>) {
    this.#parts = parts
  }

  begin(connection: number, watch: Watch): void {
    const { account, peer } = watch
    const before = this.#byConnection.get(connection)
    if (before !== undefined && keyOf(before) === keyOf(watch)) return
    this.end(connection)
    this.#byConnection.set(connection, watch)
    const there = this.#byKey.get(keyOf(watch))
    if (there === undefined) this.#byKey.set(keyOf(watch), new Set([connection]))
    else there.add(connection)
    this.#parts.send(connection, watching.write({ account, peer, position: this.#parts.reached() }))
  }

  end(connection: number): void {
    const watch = this.#byConnection.get(connection)
    if (watch === undefined) return
    this.#byConnection.delete(connection)
    const there = this.#byKey.get(keyOf(watch))
    there?.delete(connection)
    if (there?.size === 0) this.#byKey.delete(keyOf(watch))
  }

  onEvent(at: JournalEntry): void {
    if (this.#byConnection.size === 0 || at.account === null || at.isQuiet || at.isVoid || isForStorage(at.kind)) return
    if (at.peer !== null) return this.#tell(at, { account: at.account, peer: at.peer })
    if (at.known?.kind !== 'peersAssigned') return
    for (const peer of at.known.peers) this.#tell(at, { account: at.account, peer })
  }

  #tell(at: JournalEntry, of: { account: AccountId; peer: PeerId }): void {
    for (const connection of this.#byKey.get(keyOf(of)) ?? []) {
      const { user } = this.#byConnection.get(connection) as Watch
      const code = mayWatch(this.#parts.directory, { user, ...of }) ? this.#tellOne(connection, at) : 'noRight'
      if (code === null) continue
      this.end(connection)
      this.#parts.send(connection, watchEnded.write({ ...of, code }))
    }
  }

  /** Null, or why it can't go on. */
  #tellOne(connection: number, at: JournalEntry): 'slow' | null {
    const { payload, from, to, position, journalMs } = this.#parts.directory.consoleMask.event(at)
    const event = unpack(payload.bytes.subarray(from, to)) as unknown[]
    return this.#parts.send(connection, watched.write({ position, journalMs, event })) === 'full' ? 'slow' : null
  }
}

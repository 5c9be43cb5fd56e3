import type { AccountId, PeerId, UserId } from '../../../protocol/ids.ts'
import type { PeerKey } from '../../../storage/queries/assignment-peers.ts'
import type { Giving } from '../../../storage/writers/assignment-waiting.ts'
import { pairKey } from './book.ts'

/** Somebody is to be given to a seat by the rules. */
export interface Ask extends PeerKey, Giving {
  /** By a person, whoever has them now. */
  isWanted: boolean
}

/** What some events ask of the rules; answered when their rows are written (hub/assignment/answer-asks.ts). */
export class Asks {
  readonly peers = new Map<string, Ask>()
  /** Whose rows have changed: perhaps they are disabled. */
  readonly users = new Set<UserId>()
  /** Given by a person: they wait no more, and no decision of the rules is on its way. */
  readonly given = new Map<string, PeerKey>()
  /** By the rules. */
  readonly settled = new Map<string, PeerKey>()
  rulesChanged = false
  /** Who waits may find a seat now. */
  wakes = false

  get isEmpty(): boolean {
    const { peers, users, given, settled, rulesChanged, wakes } = this
    return !rulesChanged && !wakes && peers.size + users.size + given.size + settled.size === 0
  }

  /** RULE-7: a friend who was added, a chatroom where somebody spoke. */
  add(account: AccountId, peer: PeerId): void {
    const key = pairKey(account, peer)
    if (!this.peers.has(key)) {
      this.peers.set(key, { account, peer, notice: true, by: null, byName: null, isWanted: false })
    }
  }

  want(asked: PeerKey & Giving): void {
    this.peers.set(pairKey(asked.account, asked.peer), { ...asked, isWanted: true })
  }
}

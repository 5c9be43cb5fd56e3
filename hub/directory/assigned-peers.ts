import type { AccountId, PeerId, UserId } from '../../protocol/ids.ts'

/** To whom conversations are assigned. What isn't here follows the keeper of the phone. */
export class AssignedPeers {
  readonly #accounts = new Map<AccountId, Assigned>()
  /** One copy of each id, for a million peers may name it. */
  readonly #users = new Map<UserId, UserId>()

  seatOf(account: AccountId, peer: PeerId): UserId | undefined {
    return this.#accounts.get(account)?.seats.get(peer)
  }

  /** Everybody who has a conversation of the account. */
  usersOf(account: AccountId): Iterable<UserId> {
    return this.#accounts.get(account)?.counts.keys() ?? []
  }

  has(account: AccountId, user: UserId): boolean {
    return this.#accounts.get(account)?.counts.has(user) === true
  }

  /** Answers who had it until now. */
  set(account: AccountId, peer: PeerId, seat: UserId | null): UserId | undefined {
    const assigned = this.#accounts.get(account) ?? this.#open(account)
    const { seats, counts } = assigned
    const before = seats.get(peer)
    if (before !== undefined) count(counts, before, -1)
    if (seat === null) {
      seats.delete(peer)
      if (seats.size === 0) this.#accounts.delete(account)
    } else {
      seats.set(peer, this.#intern(seat))
      count(counts, seat, 1)
    }
    return before
  }

  #open(account: AccountId): Assigned {
    const assigned = { seats: new Map(), counts: new Map() }
    this.#accounts.set(account, assigned)
    return assigned
  }

  #intern(user: UserId): UserId {
    const known = this.#users.get(user)
    if (known !== undefined) return known
    this.#users.set(user, user)
    return user
  }
}

interface Assigned {
  seats: Map<PeerId, UserId>
  /** How many each user has. */
  counts: Map<UserId, number>
}

function count(counts: Map<UserId, number>, user: UserId, change: number): void {
  const now = (counts.get(user) ?? 0) + change
  if (now === 0) counts.delete(user)
  else counts.set(user, now)
}

import type { AccountId, PeerId, UserId } from '../../protocol/ids.ts'
import type { attendanceRoles } from '../../protocol/messages/seat.ts'

export type Role = (typeof attendanceRoles)[number]

/** One tab that looks at a conversation, here or on another hub. */
export interface Attendant {
  /** `<run> <connection>`. */
  id: string
  user: UserId
  account: AccountId
  peer: PeerId
  role: Role
  typing: boolean
  heardMs: number
}

/** Who looks at which conversation, over all hubs. Bounded: beyond `attendantsMax` newcomers aren't shown. */
export class Attendants {
  readonly #all = new Map<string, Attendant>()
  readonly #byKey = new Map<string, Map<string, Attendant>>()
  /** Conversations whose attendants changed since they were taken. */
  #changed = new Set<string>()

  get(id: string): Attendant | undefined {
    return this.#all.get(id)
  }

  at(key: string): Iterable<Attendant> {
    return this.#byKey.get(key)?.values() ?? []
  }

  all(): Iterable<Attendant> {
    return this.#all.values()
  }

  set(one: Attendant): void {
    const before = this.#all.get(one.id)
    if (before === undefined && this.#all.size >= attendantsMax) return
    const isSame = before !== undefined && keyOf(before) === keyOf(one) && before.role === one.role
      && before.typing === one.typing
    if (before !== undefined && keyOf(before) !== keyOf(one)) this.drop(one.id)
    this.#all.set(one.id, one)
    const key = keyOf(one)
    const there = this.#byKey.get(key)
    if (there === undefined) this.#byKey.set(key, new Map([[one.id, one]]))
    else there.set(one.id, one)
    if (!isSame) this.#changed.add(key)
  }

  drop(id: string): void {
    const one = this.#all.get(id)
    if (one === undefined) return
    const key = keyOf(one)
    this.#all.delete(id)
    const there = this.#byKey.get(key)
    there?.delete(id)
    if (there?.size === 0) this.#byKey.delete(key)
    this.#changed.add(key)
  }

  takeChanged(): Set<string> {
    const changed = this.#changed
    this.#changed = new Set()
    return changed
  }
}

export const keyOf = ({ account, peer }: { account: AccountId; peer: PeerId }): string => `${account} ${peer}`

/** Tabs of all hubs together; about 300 bytes each. */
const attendantsMax = 20_000

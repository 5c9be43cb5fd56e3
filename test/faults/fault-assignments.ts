import type { Dice } from '../../bench/fleet/dice.ts'
import { type UserId, isChatroom } from '../../protocol/ids.ts'
import type { TestHub } from '../support/hub.ts'
import type { FaultPhone } from './fault-phone.ts'

/**
 * A manager who gives conversations to seats, and back to the keepers of their phones, while things break: whether the
 * hub heard of it or not. Whose they are at the end is what storage says, and what each console must show.
 */
export class FaultAssignments {
  readonly #hubs: readonly TestHub[]
  readonly #cookie: string
  readonly #users: readonly UserId[]
  readonly #running = new Set<Promise<void>>()
  #taken = 0

  constructor({ hubs, cookie, users }: { hubs: readonly TestHub[]; cookie: string; users: readonly UserId[] }) {
    this.#hubs = hubs
    this.#cookie = cookie
    this.#users = users
  }

  /** Asked for, and taken by a hub. */
  get count(): number { return this.#taken }

  begin({ account, peers }: FaultPhone, dice: Dice): void {
    const peer = dice.pick(peers)
    const input = { seat: dice.pick(this.#users), notice: dice.chance(0.5) }
    const action = isChatroom(peer) ? 'assignChatrooms' : 'assignFriends'
    const asked = this.#ask(dice.pick(this.#hubs), { action, selection: { rows: [`${account} ${peer}`] }, input })
    this.#running.add(asked)
    void asked.finally(() => this.#running.delete(asked))
  }

  /** Every request has had its answer, or none. */
  async stop(): Promise<void> {
    await Promise.all(this.#running)
  }

  async #ask(hub: TestHub, input: object): Promise<void> {
    const answer = await hub.call('startBulk', input, this.#cookie).catch(() => null)
    if (answer?.status === 200) this.#taken += 1
  }
}

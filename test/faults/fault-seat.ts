import type { Dice } from '../../bench/fleet/dice.ts'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { AccountId, MsgSvrId, PeerId, TaskId, UserId } from '../../protocol/ids.ts'
import { keyOf } from '../support/seat-view.ts'
import type { TestSeat } from '../support/seat.ts'
import type { FaultPhone } from './fault-phone.ts'
import type { SeatHistory, Sent } from './history.ts'

export interface FaultSeatOptions {
  seat: TestSeat
  user: UserId
  cookie: string
  /** Of which it is the keeper. */
  phones: readonly FaultPhone[]
  dice: Dice
}

/** An agent under load who notes what was sent, acked and refused. */
export class FaultSeat {
  readonly seat: TestSeat
  readonly user: UserId
  readonly cookie: string
  readonly #phones: readonly FaultPhone[]
  readonly #dice: Dice
  readonly #sent = new Map<TaskId, Sent>()
  readonly #bySequence = new Map<number, Sent>()

  constructor({ seat, user, cookie, phones, dice }: FaultSeatOptions) {
    this.seat = seat
    this.user = user
    this.cookie = cookie
    this.#phones = phones
    this.#dice = dice
    seat.on('refused', ({ sequence, code }) => {
      const sent = this.#bySequence.get(sequence)
      if (sent !== undefined) sent.refused = code
    })
    seat.on('acked', (upTo) => {
      for (const [sequence, sent] of this.#bySequence) if (sequence <= upTo) sent.acked = true
    })
  }

  get sentCount(): number { return this.#sent.size }

  /** The agent does something: mostly answers, sometimes reads, takes back, tries again. */
  act(): void {
    this.#dice.weighted<() => void>([
      [() => this.#send(), 10], [() => this.#read(), 4], [() => this.#recall(), 1], [() => this.#retry(), 2],
    ])()
  }

  /** Sends whose message isn't final yet on this screen; of conversations that it has lost it hears no more. */
  open(): Sent[] {
    return [...this.#sent.values()].filter(({ task, refused, ...sent }) => {
      if (!this.seat.view.conversations.has(keyOf(sent))) return false
      const message = this.seat.view.find((one) => one.task === task)
      return refused === null && (message === undefined || message.state === 'sending')
    })
  }

  async history(): Promise<SeatHistory> {
    return {
      user: this.user, sent: [...this.#sent.values()], live: this.seat.view.rows(),
      fresh: (await this.seat.loadAfresh()).rows(), faults: this.seat.faults,
    }
  }

  #send(): void {
    const { account, peer } = this.#conversation()
    const text = `${this.seat.tab} ${this.#sent.size}`
    const { task, sequence } = this.seat.send({ account, peer, text })
    const sent: Sent = { task, sequence, account, peer, text, retries: 0, acked: false, refused: null }
    this.#sent.set(task, sent)
    this.#bySequence.set(sequence, sent)
  }

  /** Mostly one on the screen; else one of the own phones, which may be somebody else's: then it is refused. */
  #conversation(): { account: AccountId; peer: PeerId } {
    const shown = [...this.seat.view.conversations.values()]
    if (shown.length > 0 && this.#dice.chance(0.8)) return this.#dice.pick(shown)
    const { account, peers } = this.#dice.pick(this.#phones)
    return { account, peer: this.#dice.pick(peers) }
  }

  #read(): void {
    const conversations = [...this.seat.view.conversations.values()]
    const one = conversations.length === 0 ? undefined : this.#dice.pick(conversations)
    if (one !== undefined) this.seat.read({ account: one.account, peer: one.peer, upTo: one.lastPosition })
  }

  #recall(): void {
    const message = this.seat.view.find(({ state, task }) => state === 'sent' && task !== null)
    if (message === undefined) return
    this.seat.recall({ account: message.account, peer: message.peer, msgSvrId: message.msgSvrId as MsgSvrId })
  }

  #retry(): void {
    const isOpenToRetry = ({ state, task }: ChatMessage) => task !== null && (state === 'failed' || state === 'unknown')
    const message = this.seat.view.find(isOpenToRetry)
    const sent = message === undefined ? undefined : this.#sent.get(message.task as TaskId)
    if (sent === undefined) return
    sent.retries++
    const { account, peer, text, task } = sent
    this.seat.send({ account, peer, text, retryOf: task })
  }
}

import { userOf } from '../../protocol/chat-message.ts'
import type { EventNamed } from '../../protocol/events/index.ts'
import type { AccountId, PeerId, Position, UserId } from '../../protocol/ids.ts'

export interface LastAnswer {
  account: AccountId
  peer: PeerId
  position: Position
  user: UserId
  /** Counts the answers that stand, over all conversations. */
  number: number
}

export interface LastAnswersRows { answers: readonly LastAnswer[]; count: number }

type Send = Pick<EventNamed<'sendRequested'>, 'account' | 'peer' | 'source' | 'retryOf' | 'seen'>

/**
 * Which agent answered each conversation last. A send whose author hadn't seen another agent's answer is void: that is
 * decided by the journal's order, so each hub and the projector fold the same sends into this and come to the same
 * end. Only the last `answersMax` answers count, by their number, for all readers alike.
 */
export class LastAnswers {
  /** Oldest first. */
  #last = new Map<string, LastAnswer>()
  #count: number
  readonly #base: LastAnswers | null

  constructor({ answers, count }: LastAnswersRows, base: LastAnswers | null = null) {
    for (const answer of answers.toSorted((a, b) => a.number - b.number)) this.#last.set(keyOf(answer), answer)
    this.#count = count
    this.#base = base
  }

  /** A copy that is kept or forgotten with what it was folded for. */
  fork(): LastAnswers {
    return new LastAnswers({ answers: [], count: this.#count }, this)
  }

  /** What a fork came to. */
  adopt(fork: LastAnswers): void {
    for (const answer of fork.#last.values()) this.#set(answer)
    this.#count = fork.#count
  }

  /** Whose answer makes a send void, as of what has been folded. */
  answeredMeanwhile(user: UserId, send: Omit<Send, 'source'>): LastAnswer | null {
    const { seen, retryOf } = send
    // A send of an older journal has no such field.
    if (typeof seen !== 'number' || retryOf !== null) return null
    const last = this.#get(keyOf(send))
    if (last === undefined || last.user === user || last.position <= seen) return null
    return this.#count - last.number < answersMax ? last : null
  }

  /** Folds one send, in the journal's order: what it answers becomes the last answer, unless it is void. */
  apply(position: Position, send: Send): 'stands' | 'void' {
    const user = userOf(send.source)
    if (this.answeredMeanwhile(user, send) !== null) return 'void'
    if (send.retryOf !== null) return 'stands'
    const { account, peer } = send
    this.#count += 1
    this.#set({ account, peer, position, user, number: this.#count })
    return 'stands'
  }

  /** What a fork has that its base hasn't. */
  fresh(): LastAnswer[] {
    return [...this.#last.values()]
  }

  #get(key: string): LastAnswer | undefined {
    return this.#last.get(key) ?? (this.#base === null ? undefined : this.#base.#get(key))
  }

  #set(answer: LastAnswer): void {
    const key = keyOf(answer)
    this.#last.delete(key)
    this.#last.set(key, answer)
    if (this.#last.size <= answersMax) return
    for (const oldest of this.#last.keys()) {
      this.#last.delete(oldest)
      return
    }
  }
}

const keyOf = ({ account, peer }: { account: AccountId; peer: PeerId }): string => `${account} ${peer}`

/** About 200 bytes each: 10 MB. A console that was away longer than it takes to answer so many is asked by itself. */
export const answersMax = 50_000

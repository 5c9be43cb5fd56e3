import type { RecentSend } from '../../actors/seat/recall.ts'
import { taskOf, userOf } from '../../protocol/chat-message.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import type { AccountId, MsgSvrId, PeerId, TaskId, UserId } from '../../protocol/ids.ts'
import { RecentMap } from '../directory/recent-map.ts'

interface Author { account: AccountId; peer: PeerId; user: UserId }

/**
 * Who sent what lately, over all hubs: kept by the feed, so that a recall is judged without SQL. What was sent before
 * this hub started is put in by load-hub.ts.
 */
export class RecentSends {
  readonly #authors = new RecentMap<TaskId, Author>(sendsMax)
  readonly #sends = new RecentMap<string, RecentSend>(sendsMax)

  /** A send whose result is still to come. */
  addOpen(task: TaskId, author: Author): void {
    this.#authors.set(task, author)
  }

  /** The first result counts: a phone may repeat it. */
  addSent({ account, msgSvrId, ...sent }: RecentSend & { account: AccountId; msgSvrId: MsgSvrId }): void {
    const key = `${account} ${msgSvrId}`
    if (this.#sends.get(key) === undefined) this.#sends.set(key, sent)
  }

  /** Of a send, open or ended lately. */
  authorOf(task: TaskId): UserId | undefined {
    return this.#authors.get(task)?.user
  }

  find(account: AccountId, msgSvrId: MsgSvrId): RecentSend | undefined {
    return this.#sends.get(`${account} ${msgSvrId}`)
  }

  apply({ event, journalMs }: { event: HubEvent; journalMs: number }): void {
    if (event.kind === 'sendRequested' && event.retryOf === null) {
      const { account, peer, source } = event
      return this.addOpen(taskOf(event), { account, peer, user: userOf(source) })
    }
    if (event.kind !== 'taskFinished' || event.outcome !== 'succeeded' || event.msgSvrId === null) return
    const author = this.#authors.get(event.task)
    if (author !== undefined) this.addSent({ ...author, msgSvrId: event.msgSvrId, sentMs: journalMs })
  }
}

/** 400 a second over two minutes; about 200 bytes each. */
const sendsMax = 50_000

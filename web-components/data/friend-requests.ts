import { signal } from '@preact/signals-core'
import type { HubEvent, Placed, UnknownEvent } from '../../protocol/events/index.ts'
import type { Position, TaskId } from '../../protocol/ids.ts'
import {
  type FriendRequestView, acceptFriendRequest, listFriendRequests,
} from '../../protocol/operations/friend-requests.ts'
import { type Api, isPassing } from './api.ts'
import { faultText } from './fault-text.ts'

export interface FriendRequestsParts {
  api: Api
  position: () => Position | null
  say: (text: string) => void
}

/** SEAT-6: who asks to be a friend of the accounts of this seat. Read whole, and again when an event concerns it. */
export class FriendRequests {
  readonly rows = signal<readonly FriendRequestView[]>([])
  readonly #parts: FriendRequestsParts
  /** Accepted here: what came of them is said. */
  readonly #own = new Map<TaskId, string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #reading = false
  /** Something happened while it was being read. */
  #stale = false

  constructor(parts: FriendRequestsParts) {
    this.#parts = parts
  }

  onHappened({ event }: Placed<HubEvent | UnknownEvent>): void {
    if (event.kind !== 'unknownFact' && this.#concerns(event)) this.#readSoon(togetherMs)
  }

  /** A fresh load has begun. */
  reload(): void {
    this.#readSoon(0)
  }

  async accept({ account, request, nickname, person }: FriendRequestView, remark = ''): Promise<void> {
    this.#own.set(request, nickname || person)
    this.rows.value = this.rows.peek().map((row) => (row.request === request ? { ...row, state: 'accepting' } : row))
    const input = { account, request, ...remark === '' ? {} : { remark } }
    const answer = await this.#parts.api.call(acceptFriendRequest, input)
    if (answer.ok) return
    this.#own.delete(request)
    this.#parts.say(`没能通过好友请求：${faultText(answer.fault)}`)
    this.#readSoon(0)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #concerns(event: HubEvent): boolean {
    const rows = this.rows.peek()
    switch (event.kind) {
      case 'friendRequested': return true
      case 'commandRequested': return event.name === 'acceptFriend'
      case 'taskFinished':
      case 'commandExpired': return event.peer === null && rows.some(({ state }) => state === 'accepting')
      case 'friendChanged':
        return rows.some(({ account, person }) => account === event.account && person === event.friend.wxid)
      case 'peersAssigned':
        return rows.some(({ account, person }) => account === event.account && event.peers.includes(person))
      default: return false
    }
  }

  #readSoon(afterMs: number): void {
    if (this.#reading) {
      this.#stale = true
      return
    }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#read(), afterMs)
  }

  async #read(): Promise<void> {
    this.#reading = true
    this.#stale = false
    const answer = await this.#parts.api.call(listFriendRequests, { atLeast: this.#parts.position() ?? 0 })
    this.#reading = false
    if (answer.ok) this.#show(answer.output.rows)
    const later = answer.ok ? togetherMs : retryMs
    if (this.#stale || (!answer.ok && isPassing(answer.fault))) this.#readSoon(later)
  }

  #show(rows: readonly FriendRequestView[]): void {
    this.rows.value = rows
    for (const [request, name] of this.#own) {
      const row = rows.find((one) => one.request === request)
      if (row === undefined) this.#parts.say(`已通过 ${name} 的好友请求`)
      if (row?.state !== 'accepting') this.#own.delete(request)
    }
  }
}

/** What comes together is read together. */
const togetherMs = 150
const retryMs = 3_000

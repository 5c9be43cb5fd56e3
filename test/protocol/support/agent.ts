import { once } from 'node:events'
import { WebSocket } from 'ws'
import { emptyBody } from '../../../protocol/bodies.ts'
import { sendRequested } from '../../../protocol/events/seat.ts'
import { numbered } from '../../../protocol/events/fact.ts'
import { type HubEvent, readEvent } from '../../../protocol/events/index.ts'
import { decodeFrame, encodeFrame } from '../../../protocol/frame.ts'
import type { AccountId, PeerId, TabId, TaskId } from '../../../protocol/ids.ts'
import { protocolVersion } from '../../../protocol/limits.ts'
import { type SeatDownlink, seatDownlink, seatHello } from '../../../protocol/messages/seat.ts'

type Heard = SeatDownlink | HubEvent

/** One console tab without a view: what it hears, and what it sends. */
export class Agent implements AsyncDisposable {
  readonly heard: Heard[] = []
  readonly tab: TabId
  readonly #socket: WebSocket
  #sequence = 0

  constructor({ hub, cookie, tab }: { hub: string; cookie: string; tab: string }) {
    this.tab = tab as TabId
    this.#socket = new WebSocket(`${hub.replace('http', 'ws')}/seat`, { headers: { cookie, origin: hub } })
    this.#socket.on('open', () => {
      this.#send(seatHello.write({ version: protocolVersion, tab: this.tab, cursor: null }))
    })
    this.#socket.on('message', (data) => { this.#onFrame(data as Buffer) })
  }

  async hears<T extends Heard>(fits: (one: Heard) => one is T): Promise<T> {
    const impatience = AbortSignal.timeout(patienceMs)
    for (;;) {
      const found = this.heard.find(fits)
      if (found !== undefined) return found
      await once(this.#socket, 'message', { signal: impatience })
    }
  }

  /** Answers the task. */
  sends({ account, peer, text, retryOf = null }: {
    account: string; peer: string; text: string; retryOf?: TaskId | null
  }): TaskId {
    this.#sequence += 1
    this.#send(numbered(sendRequested).write({
      sequence: this.#sequence, account: account as AccountId, peer: peer as PeerId, type: 'text', text,
      media: null, body: emptyBody, retryOf, seen: null, original: null,
    }))
    return retryOf ?? (`${this.tab}.${this.#sequence}` as TaskId)
  }

  results(task: TaskId): Extract<HubEvent, { kind: 'taskFinished' }>[] {
    return this.heard.filter((one): one is Extract<HubEvent, { kind: 'taskFinished' }> => {
      return one.kind === 'taskFinished' && one.task === task
    })
  }

  async result(task: TaskId, count = 1): Promise<Extract<HubEvent, { kind: 'taskFinished' }>> {
    await this.hears((_one): _one is HubEvent => this.results(task).length >= count)
    return this.results(task)[count - 1] as Extract<HubEvent, { kind: 'taskFinished' }>
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return
    const gone = once(this.#socket, 'close')
    this.#socket.terminate()
    await gone
  }

  #onFrame(data: Buffer): void {
    const frame = decodeFrame(data, seatDownlink)
    if (frame.kind === 'malformed') throw new Error(frame.reason)
    for (const message of frame.messages) {
      if (message.kind === 'misfit') throw new Error(`${message.code}: ${message.fault.field}`)
      this.heard.push(message.kind === 'happened' ? readEvent(message.event) as HubEvent : message)
    }
  }

  #send(message: unknown[]): void {
    this.#socket.send(encodeFrame([message]))
  }
}

const patienceMs = 20_000

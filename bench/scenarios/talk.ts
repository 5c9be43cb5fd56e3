import { randomBytes } from 'node:crypto'
import { Journal } from '../../hub/journal/journal.ts'
import type { JournalStream } from '../../hub/nats/journal-stream.ts'
import type { NatsLink } from '../../hub/nats/nats-link.ts'
import { newRecordPublisher } from '../../hub/nats/record-publisher.ts'
import { pack } from '../../protocol/codec.ts'
import type { EventNamed, HubEvent } from '../../protocol/events/index.ts'
import { deviceConnected, hubStarted } from '../../protocol/events/hub.ts'
import { messageReceived } from '../../protocol/events/phone.ts'
import {
  type InstallId, type MsgSvrId, type PeerId, type Position, type RunId, hubSource, phoneSource, positionOf,
} from '../../protocol/ids.ts'
import type { Credentials } from '../load/credentials.ts'

export interface TalkOptions {
  link: NatsLink
  stream: JournalStream
  credentials: Credentials
  phones: number
  /** Conversations that each phone has. */
  peersPerPhone: number
}

/** Everybody's messages, phone after phone, written into the journal without phones and sockets. */
export class Talk {
  #options: TalkOptions
  #journal: Journal
  #run = `h${randomBytes(6).toString('hex')}` as RunId
  #install = 'bench' as InstallId
  #numbers: number[]
  #epochs: Position[] = []
  #hubNumber = 0
  #said = 0
  /** Where the last record lies. */
  position: Position = 0

  constructor(options: TalkOptions) {
    const { link, stream, phones } = options
    this.#options = options
    this.#numbers = Array.from({ length: phones }, () => 0)
    this.#journal = new Journal({
      run: this.#run, nowMs: Date.now, isUp: () => link.up, lastOwn: () => stream.lastOf(this.#run),
      publisher: (onAnswer) => newRecordPublisher({ link, run: this.#run, onAnswer }), onNews: () => undefined,
      onStored: ({ streamSequence, events }) => {
        events.forEach(({ event }, index) => {
          const position = positionOf(streamSequence, index)
          this.position = position
          if (event.kind === 'deviceConnected') this.#epochs.push(position)
        })
      },
    })
  }

  /** A hub starts and every phone connects: before the first `say`. */
  async open(): Promise<void> {
    const { credentials, phones } = this.#options
    const run = this.#run
    this.#offerOwn(hubStarted.of(this.#stamp(), { run }))
    for (let phone = 0; phone < phones; phone++) {
      const device = credentials.deviceOf(phone)
      this.#offerOwn(deviceConnected.of(this.#stamp(), { run, device, install: this.#install, info: {}, claimed: 0 }))
    }
    await this.#journal.drain()
  }

  /** So many messages in records of `perRecord`; answers them. */
  async say(messages: number, { perRecord }: { perRecord: number }): Promise<EventNamed<'messageReceived'>[]> {
    const said: EventNamed<'messageReceived'>[] = []
    while (said.length < messages) {
      const until = Math.min(messages, said.length + perRecord)
      while (said.length < until) said.push(this.#message())
      await this.#journal.drain()
    }
    return said
  }

  stop(): void {
    this.#journal.stop()
  }

  #message(): EventNamed<'messageReceived'> {
    const { credentials, phones, peersPerPhone } = this.#options
    const phone = this.#said % phones
    const peer = Math.floor(this.#said / phones) % peersPerPhone
    this.#said += 1
    const sequence = (this.#numbers[phone] ?? 0) + 1
    this.#numbers[phone] = sequence
    const source = phoneSource(credentials.deviceOf(phone), this.#install)
    const event = messageReceived.of({ source, sequence, epoch: this.#epochs[phone] ?? 0, atMs: Date.now() }, {
      account: credentials.accountOf(phone), peer: `${credentials.peerOf(phone)}_${peer}` as PeerId,
      // As WeChat's: 19 digits that grow.
      msgSvrId: String(7_000_000_000_000_000_000n + BigInt(this.#said)) as MsgSvrId,
      direction: 'in', sender: null, type: 'text', rawType: 1, sentAtMs: Date.now(), text: words, media: null,
      thumbnail: null, body,
    })
    this.#offerOwn(event)
    return event
  }

  #offerOwn(event: HubEvent): void {
    this.#journal.offerOwn(event)
  }

  #stamp() {
    this.#hubNumber += 1
    return { source: hubSource(this.#run), sequence: this.#hubNumber, epoch: 0, atMs: Date.now() }
  }
}

/** As long as the relay's. */
const words = '您好,我想问一下这个订单什么时候可以发货,谢谢。'.repeat(2).slice(0, 40)
const body = pack({ p: 1_000_000, t: 1.5 })

import { emptyBody } from '../../protocol/bodies.ts'
import type { AccountId, MsgSvrId, PeerId } from '../../protocol/ids.ts'
import type { Credentials } from '../load/credentials.ts'
import { stampedBody } from '../load/outgoing.ts'
import { Dice } from '../fleet/dice.ts'
import { newPhoneState } from '../fleet/phone-state.ts'
import { SimulatedPhone } from '../fleet/phone.ts'
import { newConversation } from './list-data.ts'

export interface HistorianOptions {
  port: number
  credentials: Credentials
  /** Which of the bench's phones it is. */
  index: number
  /** Old messages on it. */
  messages: number
}

/** A phone with years of chats on it, which customers go on writing to while it syncs them. */
export class Historian {
  readonly phone: SimulatedPhone
  readonly messages: number
  /** When its first message was sent; the last one, `historyMs` later at most. */
  readonly beginMs = Date.now() - historyMs
  readonly #options: HistorianOptions
  #live = 0

  constructor(options: HistorianOptions) {
    const { port, credentials, index, messages } = options
    this.#options = options
    this.messages = messages
    const state = newPhoneState({ device: credentials.deviceOf(index), key: credentials.keyOf(index) })
    this.phone = new SimulatedPhone({ hubs: [`http://127.0.0.1:${port}`], state })
    this.#remember()
  }

  async connect(): Promise<void> {
    await this.phone.connect()
    await this.phone.acked(this.phone.logIn({ wxid: this.account }))
  }

  /** A customer writes now; who reads it at the console learns when it was due. */
  hear(dueMs: number): void {
    this.#live += 1
    this.phone.say('messageReceived', {
      account: this.account, peer: this.#options.credentials.peerOf(this.#options.index),
      msgSvrId: this.#idOf(this.messages + this.#live), direction: 'in', sender: null, type: 'text', rawType: 1,
      sentAtMs: Date.now(), text: '在吗？刚才说的那件还有货吗', media: null, thumbnail: null,
      body: stampedBody(this.#options.index, dueMs),
    })
  }

  get account(): AccountId {
    return this.#options.credentials.accountOf(this.#options.index)
  }

  /** Oldest first, spread over two years and 200 friends. */
  #remember(): void {
    const { index, messages } = this.#options
    const dice = new Dice(`historian ${index}`)
    while (this.phone.oldChats.length < messages) {
      const peer = `wxid_friend${index}_${dice.integer(1, friends)}` as PeerId
      for (const { text, isOurs } of newConversation(dice)) {
        const number = this.phone.oldChats.length + 1
        if (number > messages) break
        this.phone.oldChats.push({
          account: this.account, peer, msgSvrId: this.#idOf(number), direction: isOurs ? 'out' : 'in', sender: null,
          type: 'text', rawType: 1, sentAtMs: this.beginMs + Math.floor(historyMs * number / (messages + 1)), text,
          media: null, thumbnail: null, body: emptyBody,
        })
      }
    }
  }

  /** As WeChat's: 19 digits. */
  #idOf(number: number): MsgSvrId {
    const digits = `${String(this.#options.index).padStart(6, '0')}${String(number).padStart(9, '0')}`
    return `7351${digits}` as MsgSvrId
  }
}

const friends = 200
export const historyMs = 2 * 365 * 86_400_000

import { signal } from '@preact/signals-core'
import type { HubEvent, Placed, UnknownEvent } from '../../protocol/events/index.ts'
import type { Position } from '../../protocol/ids.ts'
import type { OperationFault } from '../../protocol/operation.ts'
import { type Customer, getCustomer } from '../../protocol/operations/customers.ts'
import type { Api } from './api.ts'
import { type ConversationKey, keyOf, splitKey } from './conversation-key.ts'
import { ExtensionFields } from './extension-fields.ts'

export interface CustomerEntry { customer: Customer | null; fault: OperationFault | null }

/** What the company knows of the friends whose card was looked at; live as long as the card is shown. */
export class Customers {
  readonly fields: ExtensionFields
  /** For what has no place of its own on the screen. */
  readonly say: (text: string) => void
  readonly #api: Api
  readonly #position: () => Position
  readonly #entries = signal<ReadonlyMap<ConversationKey, CustomerEntry>>(new Map())
  #shown: ConversationKey | null = null

  constructor({ api, position, say }: { api: Api; position: () => Position; say: (text: string) => void }) {
    this.say = say
    this.#api = api
    this.#position = position
    this.fields = new ExtensionFields(api)
  }

  entry(key: ConversationKey): CustomerEntry | null {
    return this.#entries.value.get(key) ?? null
  }

  /** A card is opened; null: closed. What is known of it stays shown while it is read again. */
  show(key: ConversationKey | null): void {
    this.#shown = key
    if (key !== null) void this.read(key)
  }

  /** Nothing that happened up to here is missing in the answer. */
  async read(key: ConversationKey): Promise<void> {
    const answer = await this.#api.call(getCustomer, { ...splitKey(key), atLeast: this.#position() })
    const entries = new Map(this.#entries.peek())
    const customer = answer.ok ? answer.output : entries.get(key)?.customer ?? null
    entries.delete(key)
    entries.set(key, { customer, fault: answer.ok ? null : answer.fault })
    for (const old of [...entries.keys()].slice(0, -customersMost)) entries.delete(old)
    this.#entries.value = entries
  }

  onHappened({ event }: Placed<HubEvent | UnknownEvent>): void {
    if (event.kind === 'extensionFieldsChanged') this.fields.expire()
    const key = this.#shown
    if (key !== null && this.#concerns(event, key)) void this.read(key)
  }

  /** A console that had to load afresh. */
  expire(): void {
    this.fields.expire()
    if (this.#shown !== null) void this.read(this.#shown)
  }

  #concerns(event: HubEvent | UnknownEvent, key: ConversationKey): boolean {
    switch (event.kind) {
      case 'friendNoted': return keyOf(event) === key
      case 'commandRequested': return event.account !== null && event.peer !== null
        && keyOf({ account: event.account, peer: event.peer }) === key
      case 'taskFinished':
      case 'commandExpired': return this.#entries.peek().get(key)?.customer?.edit?.task === event.task
      case 'peersAssigned': return event.peers.some((peer) => keyOf({ account: event.account, peer }) === key)
      default: return false
    }
  }
}

const customersMost = 30

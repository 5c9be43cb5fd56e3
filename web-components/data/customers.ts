import { signal } from '@preact/signals-core'
import type { HubEvent, Placed, UnknownEvent } from '../../protocol/events/index.ts'
import type { Position, TaskId } from '../../protocol/ids.ts'
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
  #reading = 0
  /** A task may end before the answer that names it is here: only then is it known whose it was. */
  readonly #endedMeanwhile = new Set<TaskId>()

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
    this.#reading += 1
    const answer = await this.#api.call(getCustomer, { ...splitKey(key), atLeast: this.#position() })
    this.#reading -= 1
    const isOld = answer.ok && answer.output.edit?.state === 'open' && this.#endedMeanwhile.has(answer.output.edit.task)
    if (this.#reading === 0) this.#endedMeanwhile.clear()
    if (isOld) return this.read(key)
    const entries = new Map(this.#entries.peek())
    const customer = answer.ok ? answer.output : entries.get(key)?.customer ?? null
    entries.delete(key)
    entries.set(key, { customer, fault: answer.ok ? null : answer.fault })
    for (const old of [...entries.keys()].slice(0, -customersMost)) entries.delete(old)
    this.#entries.value = entries
  }

  onHappened({ event }: Placed<HubEvent | UnknownEvent>): void {
    if (event.kind === 'extensionFieldsChanged') this.fields.expire()
    if (this.#reading > 0 && (event.kind === 'taskFinished' || event.kind === 'commandExpired')) {
      this.#endedMeanwhile.add(event.task)
    }
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

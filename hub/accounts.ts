import { type AccountItem, newAccount, receiveAccount } from '../actors/account/account.ts'
import type { Actor, Shell } from '../actors/shell.ts'
import type { AccountId, DeviceId, RunId } from '../protocol/ids.ts'
import type { Directory } from './directory/directory.ts'
import type { FeedEvent } from './feed/feed.ts'
import { hubLimits } from './limits.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

export interface AccountsParts { run: RunId; shell: Shell; directory: Directory; telemetry: Telemetry }

/** The accounts whose phones are connected to this hub: one AccountActor each, fed in the journal's order. */
export class Accounts {
  #parts: AccountsParts
  #actors = new Map<AccountId, Actor<AccountItem>>()
  #count = 0

  constructor(parts: AccountsParts) {
    this.#parts = parts
  }

  get size(): number {
    return this.#actors.size
  }

  onEvent({ event, journalMs }: FeedEvent): void {
    if (event.kind === 'deviceDisconnected') return this.#leave(event.device)
    if (!('account' in event) || event.account === null) return
    const known = this.#actors.get(event.account)
    const actor = known ?? (event.kind === 'accountOnline' ? this.#arrive(event.account) : undefined)
    actor?.tell({ type: 'happened', event, journalMs })
  }

  /** Only where its phone is connected here. */
  #arrive(account: AccountId): Actor<AccountItem> | undefined {
    const { directory, run, shell, telemetry } = this.#parts
    const device = directory.deviceOf(account)
    if (device === undefined || directory.presenceOf(device).run !== run) return undefined
    const actor = shell.spawn({
      name: `account-${this.#count++}`, inboxMax: hubLimits.accountInboxMax,
      state: newAccount(account), receive: receiveAccount,
      onCrash: (error) => {
        telemetry.bug('actor:crashed', error, { account })
        this.#actors.delete(account)
      },
    })
    this.#actors.set(account, actor)
    return actor
  }

  #leave(device: DeviceId): void {
    for (const account of this.#parts.directory.accountsOf(device)) {
      if (this.#parts.directory.presenceOf(device).online) continue
      this.#actors.get(account)?.stop()
      this.#actors.delete(account)
    }
  }
}


import { type AccountItem, newAccount, receiveAccount } from '../actors/account/account.ts'
import type { Actor, Shell } from '../actors/shell.ts'
import type { AccountId, DeviceId, RunId } from '../protocol/ids.ts'
import type { Directory } from './directory/directory.ts'
import type { JournalEntry } from './journal/journal-entry.ts'
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

  onEvent({ account, peer, outgoing, known, kind, journalMs }: JournalEntry): void {
    // A phone that has come to another hub has left this one, before its old connection is known to be dead.
    if (known?.kind === 'deviceConnected' || known?.kind === 'deviceDisconnected') return this.#leave(known.device)
    if (account === null) return
    const actor = this.#actors.get(account) ?? (kind === 'accountOnline' ? this.#arrive(account) : undefined)
    if (actor === undefined) return
    if (kind === 'messageReceived' && peer !== null) actor.tell({ type: 'wrote', peer, outgoing, journalMs })
    else if (known !== null) actor.tell({ type: 'happened', event: known })
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
    const { online, run } = this.#parts.directory.presenceOf(device)
    if (online && run === this.#parts.run) return
    for (const account of this.#parts.directory.accountsOf(device)) {
      this.#actors.get(account)?.stop()
      this.#actors.delete(account)
    }
  }
}


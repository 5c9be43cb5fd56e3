import { type AccountItem, newAccount, receiveAccount } from '../actors/account/account.ts'
import type { Actor, Shell } from '../actors/shell.ts'
import type { AccountId, RunId } from '../protocol/ids.ts'
import type { Directory } from './directory/directory.ts'
import type { JournalEntry } from './journal/journal-entry.ts'
import { hubLimits } from './limits.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

export interface AccountsParts { run: RunId; shell: Shell; directory: Directory; telemetry: Telemetry }

/**
 * The accounts that are logged in on phones connected to this hub: one AccountActor each, fed in the journal's order.
 * After each event that may change it there is an actor exactly where the directory says that the account is.
 */
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

  /** The directory has heard of it already. */
  onEvent({ account, peer, outgoing, known, kind, journalMs, isQuiet, isVoid }: JournalEntry): void {
    if (known?.kind === 'deviceConnected' || known?.kind === 'deviceDisconnected') {
      for (const one of this.#parts.directory.accountsOf(known.device)) this.#settle(one)
      return
    }
    if (account === null || isQuiet || isVoid) return
    if (kind === 'accountOnline' || kind === 'accountOffline') this.#settle(account)
    const actor = this.#actors.get(account)
    if (actor === undefined) return
    if (kind === 'messageReceived' && peer !== null) actor.tell({ type: 'wrote', peer, outgoing, journalMs })
    else if (known !== null) actor.tell({ type: 'happened', event: known })
  }

  #settle(account: AccountId): void {
    const actor = this.#actors.get(account)
    if (!this.#isHere(account)) {
      actor?.stop()
      this.#actors.delete(account)
    } else if (actor === undefined) this.#actors.set(account, this.#spawn(account))
  }

  /** A phone that has come to another hub has left this one, before its old connection is known to be dead. */
  #isHere(account: AccountId): boolean {
    const { directory, run } = this.#parts
    const device = directory.deviceOf(account)
    return device !== undefined && directory.onlineOf(account) && directory.presenceOf(device).run === run
  }

  #spawn(account: AccountId): Actor<AccountItem> {
    const { shell, telemetry } = this.#parts
    return shell.spawn({
      name: `account-${this.#count++}`, inboxMax: hubLimits.accountInboxMax,
      state: newAccount(account), receive: receiveAccount,
      onCrash: (error) => {
        telemetry.bug('actor:crashed', error, { account })
        this.#actors.delete(account)
        this.#settle(account)
      },
    })
  }
}

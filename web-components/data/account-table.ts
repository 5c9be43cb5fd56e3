import { signal } from '@preact/signals-core'
import type { HubEvent, Placed } from '../../protocol/events/index.ts'
import type { AccountId, DeviceId, Position } from '../../protocol/ids.ts'
import type { AccountRow } from '../../protocol/operations/chat.ts'

/** The accounts this seat serves, and whether their phones are there. */
export class AccountTable {
  readonly rows = signal<readonly AccountRow[]>([])
  #readAt: Position = 0

  row(account: AccountId): AccountRow | null {
    return this.rows.value.find((row) => row.account === account) ?? null
  }

  replace(rows: readonly AccountRow[], position: Position): void {
    this.#readAt = position
    this.rows.value = rows.toSorted((a, b) => byName.compare(a.nickname, b.nickname))
  }

  /**
   * True when the rows must be read again: who is online follows from connections that this console doesn't
   * see.
   */
  apply({ event, position }: Placed<HubEvent>): boolean {
    if (position <= this.#readAt) return false
    switch (event.kind) {
      case 'accountOnline': {
        const device = event.source.split('/')[1] as DeviceId
        const { nickname, alias, avatar } = event.profile
        const told = { ...nickname && { nickname }, ...alias && { alias }, ...avatar && { avatar } }
        const change = { device, online: true, deviceOnline: true, ...told }
        return !this.#patch((row) => row.account === event.account, change)
      }
      case 'accountOffline':
        this.#patch((row) => row.account === event.account, { online: false })
        return false
      case 'deviceConnected':
        this.#patch((row) => row.device === event.device, { deviceOnline: true })
        return true
      case 'deviceDisconnected':
      case 'hubLost':
      case 'hubStopped':
      case 'configChanged': return true
      default: return false
    }
  }

  #patch(matches: (row: AccountRow) => boolean, change: Partial<AccountRow>): boolean {
    if (!this.rows.peek().some(matches)) return false
    this.rows.value = this.rows.peek().map((row) => (matches(row) ? { ...row, ...change } : row))
    return true
  }
}

const byName = new Intl.Collator('zh-CN-u-co-pinyin', { numeric: true })

import type { AccountId } from '../../protocol/ids.ts'
import type { AccountRow, ConversationRow } from '../../protocol/operations/chat.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import { memo } from '../data/memo.ts'
import { pinyinLoaded } from '../data/pinyin.ts'
import { pinnedFirst } from '../data/pinned-first.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { type ListFilter, type ListTab, filterConversations } from './conversation-filter.ts'

export interface Listed {
  rows: readonly ConversationRow[]
  counts: Record<ListTab, number>
}

/** What the list shows, made again only when something of it changed: it is asked for in every frame that scrolls. */
export class ListedConversations {
  readonly #counted = memo(countRows)
  readonly #shown = memo(showRows)

  of(seat: SeatConsole, { tab, search, account }: ListFilter): Listed {
    const { rows } = seat.store.conversations
    const accounts = seat.store.accounts.rows.value
    const { value: seen } = seat.seen
    const shown = this.#shown(seat, rows, accounts, seat.store.desk.pins.value, seen, tab, search, account,
      pinyinLoaded.value)
    return { rows: shown, counts: this.#counted(seat, rows, seen, account) }
  }
}

function showRows(
  seat: SeatConsole, rows: readonly ConversationRow[], accounts: readonly AccountRow[],
  pins: ReadonlyMap<ConversationKey, unknown>, _seen: unknown, tab: ListTab, search: string, account: AccountId | null,
  _hasLetters: boolean,
): readonly ConversationRow[] {
  const unreadOf = (row: ConversationRow) => seat.unreadOf(row)
  return pinnedFirst(filterConversations(rows, { tab, search, account }, { accounts, unreadOf }), pins)
}

function countRows(
  seat: SeatConsole, rows: readonly ConversationRow[], _seen: unknown, only: AccountId | null,
): Record<ListTab, number> {
  const counts = { all: 0, unread: 0, waiting: 0 }
  for (const row of rows) {
    if (only !== null && row.account !== only) continue
    if (seat.unreadOf(row) > 0) counts.unread += 1
    if (row.waitingSinceMs !== null) counts.waiting += 1
  }
  return counts
}

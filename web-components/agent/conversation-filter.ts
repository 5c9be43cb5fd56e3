import { foldedText } from '../../protocol/folded-text.ts'
import type { AccountId } from '../../protocol/ids.ts'
import type { AccountRow, ConversationRow } from '../../protocol/operations/chat.ts'
import { previewOf } from '../data/message-kinds.ts'

export type ListTab = 'all' | 'unread' | 'waiting'

export interface ListFilter {
  tab: ListTab
  search: string
  account: AccountId | null
}

export interface FilterParts {
  accounts: readonly AccountRow[]
  unreadOf: (row: ConversationRow) => number
}

/**
 * The rows that fit; the order stays. Search looks at the peer's name and id, the account's name and the last
 * message.
 */
export function filterConversations(
  rows: readonly ConversationRow[], { tab, search, account }: ListFilter, { accounts, unreadOf }: FilterParts,
): readonly ConversationRow[] {
  const words = foldedText(search).split(/\s+/).filter(Boolean)
  const accountNames = new Map(accounts.map((row) => [row.account, foldedText(`${row.nickname} ${row.alias}`)]))
  return rows.filter((row) => {
    if (account !== null && row.account !== account) return false
    if (tab === 'unread' && unreadOf(row) === 0) return false
    if (tab === 'waiting' && row.waitingSinceMs === null) return false
    if (words.length === 0) return true
    const preview = previewOf({ type: row.lastType, text: row.lastText })
    const text = `${foldedText(`${row.peerName} ${row.peer} ${preview}`)} ${accountNames.get(row.account) ?? ''}`
    return words.every((word) => text.includes(word))
  })
}

import { foldedText } from '../../protocol/folded-text.ts'
import type { AccountId } from '../../protocol/ids.ts'
import type { AccountRow, ConversationRow } from '../../protocol/operations/chat.ts'
import { soundsLike } from '../data/pinyin.ts'
import { previewOf } from '../data/message-kinds.ts'
import { compareWaiting } from '../data/waiting.ts'

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
 * The rows that fit; the order stays, but of those who wait the longest waiting comes first. Search looks at the peer's
 * name, its sound and id, the account's name and the last message.
 */
export function filterConversations(
  rows: readonly ConversationRow[], { tab, search, account }: ListFilter, { accounts, unreadOf }: FilterParts,
): readonly ConversationRow[] {
  const words = foldedText(search).split(/\s+/).filter(Boolean)
  const ours = new Map(accounts.map((row) => [row.account, { name: foldedText(row.nickname), alias: row.alias }]))
  const found = rows.filter((row) => {
    if (account !== null && row.account !== account) return false
    if (tab === 'unread' && unreadOf(row) === 0) return false
    if (tab === 'waiting' && row.waitingSinceMs === null) return false
    if (words.length === 0) return true
    const preview = previewOf({ type: row.lastType, text: row.lastText })
    const { name = '', alias = '' } = ours.get(row.account) ?? {}
    const text = `${foldedText(`${row.peerName} ${preview}`)} ${name}`
    return words.every((word) =>
      text.includes(word) || soundsLike(row.peerName, word) || isPartOfId(word, `${row.peer} ${alias}`))
  })
  return tab === 'waiting' ? found.sort(compareWaiting) : found
}

/** Nearly every id begins with wxid_: a few letters are meant for names. */
function isPartOfId(word: string, ids: string): boolean {
  return word.length >= idPartLength && ids.toLowerCase().includes(word)
}

const idPartLength = 5

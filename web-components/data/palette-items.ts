import { foldedText } from '../../protocol/folded-text.ts'
import type { AccountId } from '../../protocol/ids.ts'
import type { AccountRow, ConversationRow } from '../../protocol/operations/chat.ts'
import type { FriendRow } from '../../protocol/operations/desk.ts'
import { type Command, type CommandId, allCommands } from './commands.ts'
import { type ConversationKey, keyOf } from './conversation-key.ts'
import { best, fuzzyScore } from './fuzzy.ts'
import { firstLetters, soundsLike, spellName } from './pinyin.ts'

export type PaletteItem =
  | { kind: 'conversation'; key: ConversationKey; title: string; about: string }
  | { kind: 'friend'; key: ConversationKey; title: string; about: string }
  | { kind: 'account'; account: AccountId; title: string; about: string }
  | { kind: 'command'; command: CommandId; title: string; about: string }

export interface PaletteParts {
  typed: string
  conversations: readonly ConversationRow[]
  accounts: readonly AccountRow[]
  /** What the hub found for this text. */
  friends: readonly FriendRow[]
  hasOpen: boolean
  keysOf: (command: CommandId) => string
}

/** What may be meant, in sections: where to go first, then what to do. A leading `>` asks for commands alone. */
export function paletteItems(parts: PaletteParts): PaletteItem[] {
  const onlyCommands = parts.typed.startsWith('>')
  const typed = foldedText(parts.typed.replace(/^>/, '').trim())
  const commands = commandItems(typed, parts)
  if (onlyCommands) return commands
  const conversations = conversationItems(typed, parts)
  const shown = new Set(conversations.map(({ key }) => key))
  const friends = friendItems(typed, parts).filter(({ key }) => !shown.has(key))
  return [...conversations, ...friends, ...accountItems(typed, parts), ...commands]
}

type ItemOf<Kind> = Extract<PaletteItem, { kind: Kind }>

function conversationItems(typed: string, { conversations, accounts }: PaletteParts): ItemOf<'conversation'>[] {
  const names = new Map(accounts.map((row) => [row.account, row.nickname || row.account]))
  const scoreOf = (row: ConversationRow) => nameScore(typed, row.peerName)
  return best(conversations, { scoreOf, most: sectionMost }).map(({ item: row }) => {
    return { kind: 'conversation', key: keyOf(row), title: row.peerName, about: names.get(row.account) ?? row.account }
  })
}

function friendItems(typed: string, { friends, accounts }: PaletteParts): ItemOf<'friend'>[] {
  if (typed === '') return []
  const names = new Map(accounts.map((row) => [row.account, row.nickname || row.account]))
  return friends.slice(0, sectionMost).map((row) => {
    const about = names.get(row.account) ?? row.account
    return { kind: 'friend', key: keyOf(row), title: row.remark || row.nickname || row.peer, about }
  })
}

function accountItems(typed: string, { accounts }: PaletteParts): ItemOf<'account'>[] {
  if (typed === '') return []
  const scoreOf = (row: AccountRow) => nameScore(typed, row.nickname || row.account)
  return best(accounts, { scoreOf, most: sectionMost }).map(({ item: row }) => {
    const state = row.online ? '在线' : row.deviceOnline ? '微信已退出登录' : '手机离线'
    return { kind: 'account', account: row.account, title: row.nickname || row.account, about: state }
  })
}

function commandItems(typed: string, { hasOpen, keysOf }: PaletteParts): ItemOf<'command'>[] {
  const possible = allCommands.filter(({ id, needsOpen }) => id !== 'palette' && (hasOpen || needsOpen !== true))
  const scoreOf = ({ title }: Command) =>
    fuzzyScore(typed, foldedText(title), typed === '' ? '' : firstLetters(title))
  return best(possible, { scoreOf, most: possible.length }).map(({ item: { id, title } }) => {
    return { kind: 'command', command: id, title, about: keysOf(id) }
  })
}

function nameScore(typed: string, name: string): number | null {
  const score = fuzzyScore(typed, foldedText(name), typed === '' ? '' : spellName(name).initials)
  return score ?? (soundsLike(name, typed) ? soundScore : null)
}

/** Behind what is written so and its first letters, before letters that are scattered. */
const soundScore = 250
const sectionMost = 8

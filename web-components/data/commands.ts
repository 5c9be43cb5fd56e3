import type { FullPreferences } from './preferences.ts'

export interface Command {
  readonly id: CommandId
  readonly title: string
  /** By default; '' none. */
  readonly keys: string
  readonly group: '会话' | '窗口' | '设置'
  /** Makes sense only where a conversation is open. */
  readonly needsOpen?: true
}

/** Everything that has a key, or stands in the palette: help and settings are made of this table. */
export const commands = [
  { id: 'search', title: '搜索会话和好友', keys: 'Ctrl+K', group: '窗口' },
  { id: 'palette', title: '命令面板', keys: 'Ctrl+Shift+P', group: '窗口' },
  { id: 'previous', title: '上一个会话', keys: 'Alt+ArrowUp', group: '会话' },
  { id: 'next', title: '下一个会话', keys: 'Alt+ArrowDown', group: '会话' },
  { id: 'nextUnread', title: '下一个未读会话', keys: 'Alt+Shift+ArrowDown', group: '会话' },
  { id: 'nextWaiting', title: '等得最久的客户', keys: 'Alt+N', group: '会话' },
  { id: 'firstUnread', title: '跳到第一条未读消息', keys: 'Alt+J', group: '会话', needsOpen: true },
  { id: 'compose', title: '写消息', keys: 'Alt+M', group: '会话', needsOpen: true },
  { id: 'thread', title: '翻看聊天记录', keys: 'Alt+H', group: '会话', needsOpen: true },
  { id: 'pin', title: '置顶 / 取消置顶', keys: 'Alt+P', group: '会话', needsOpen: true },
  { id: 'markUnread', title: '标为未读', keys: 'Alt+U', group: '会话', needsOpen: true },
  { id: 'transfer', title: '转接会话', keys: 'Alt+T', group: '会话', needsOpen: true },
  { id: 'card', title: '显示 / 隐藏客户资料', keys: 'Alt+I', group: '窗口', needsOpen: true },
  { id: 'conversations', title: '会话列表', keys: 'Alt+1', group: '窗口' },
  { id: 'friends', title: '通讯录', keys: 'Alt+2', group: '窗口' },
  { id: 'theme', title: '切换外观(浅色 / 深色)', keys: '', group: '设置' },
  { id: 'density', title: '切换列表疏密', keys: '', group: '设置' },
  { id: 'pause', title: '暂停提醒一小时 / 恢复提醒', keys: '', group: '设置' },
  { id: 'settings', title: '个人设置', keys: 'Ctrl+,', group: '设置' },
  { id: 'help', title: '快捷键一览', keys: '?', group: '设置' },
] as const satisfies readonly (Omit<Command, 'id'> & { id: string })[]

export type CommandId = (typeof commands)[number]['id']
export const allCommands: readonly Command[] = commands

/** Which keys each command has: the defaults, but for what the user has changed. */
export function keyTable(remapped: FullPreferences['keys']): ReadonlyMap<CommandId, string> {
  const own = new Map(remapped.map(({ command, keys }) => [command, keys]))
  return new Map(allCommands.map(({ id, keys }) => [id, own.get(id) ?? keys]))
}

/** The command of some keys; the first in the table where several have them. */
export function commandOf(keys: string, table: ReadonlyMap<CommandId, string>): CommandId | null {
  if (keys === '') return null
  for (const [id, own] of table) if (own === keys) return id
  return null
}

/** Commands that have the keys of another one before them, which would be meant. */
export function conflicts(table: ReadonlyMap<CommandId, string>): ReadonlyMap<CommandId, CommandId> {
  const first = new Map<string, CommandId>()
  const found = new Map<CommandId, CommandId>()
  for (const [id, keys] of table) {
    if (keys === '') continue
    const other = first.get(keys)
    if (other === undefined) first.set(keys, id)
    else found.set(id, other)
  }
  return found
}

/** Only what differs from the defaults is kept. */
export function remap(
  remapped: FullPreferences['keys'], { command, keys }: { command: CommandId; keys: string },
): FullPreferences['keys'] {
  const others = remapped.filter((one) => one.command !== command)
  const byDefault = allCommands.find(({ id }) => id === command)?.keys ?? ''
  return keys === byDefault ? others : [...others, { command, keys }]
}

export function titleOf(command: CommandId): string {
  return allCommands.find(({ id }) => id === command)?.title ?? command
}

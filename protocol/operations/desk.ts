import { boolean, integer, listOf, oneOf, optional, pattern, record, text } from '../fields.ts'
import { type AccountId, type ContactGroupId, type PeerId, type Position, contactGroupId, position } from '../ids.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'

const command = () => pattern<string>('command', /^[a-z][A-Za-z]*$/, 64)
const remapped = () => record('remapped key', {
  command: command(),
  /** As `Ctrl+Shift+P`; empty: none. */
  keys: text({ bytesMax: 64 }),
}, { required: ['command', 'keys'], bytesMax: 256 })

/** How a user wants their console to be; what isn't named is as the console has it by default. */
export const preferences = () => record('preferences', {
  notify: boolean(),
  /** What a desktop notification says: who and what, who, or neither. */
  notifyShows: oneOf('all', 'name', 'nothing'),
  sound: oneOf('off', 'drop', 'bell', 'wood'), volume: integer({ min: 0, max: 100 }),
  quietHours: boolean(),
  /** Minutes of the day; the end may lie on the next one. */
  quietFrom: integer({ min: 0, max: 1439 }), quietUntil: integer({ min: 0, max: 1439 }),
  density: oneOf('comfortable', 'compact'), theme: oneOf('system', 'light', 'dark'),
  keys: listOf(remapped(), { max: 100 }),
}, { bytesMax: 32 * 1024 })
export type Preferences = NonNullable<ReturnType<typeof preferences>['value']>

export interface DraftRow { account: AccountId; peer: PeerId; text: string; savedMs: number; position: Position }
export interface PinRow { account: AccountId; peer: PeerId; position: Position }

export const readDesk = operation<{
  pins: PinRow[]; drafts: DraftRow[]; preferences: Preferences; position: Position
}>()({
  name: 'readDesk', permission: 'chat', effect: 'reads',
  about: 'What this user keeps at the console on every computer: pinned conversations, drafts, preferences.',
  input: { atLeast: optional(position()) },
})

export const savePreferences = operation<Record<string, never>>()({
  name: 'savePreferences', permission: 'chat', effect: 'own', about: 'How this user wants their console to be.',
  input: { preferences: preferences() },
})

export interface FriendRow {
  account: AccountId
  peer: PeerId
  nickname: string
  remark: string
  alias: string
  avatar: string
  /** First letters of the remark and the nickname, as `zsf`; '' until they are made. */
  initials: string
}

export const listFriends = operation<{ rows: FriendRow[]; next: string | null }>()({
  name: 'listFriends', permission: 'chat', effect: 'reads',
  about: 'Friends this seat serves, with or without a conversation, by name; one page by keyset.',
  input: {
    /** Part of the remark, nickname, WeChat number or id, or first letters of the names. */
    search: optional(text({ bytesMax: limits.nameBytesMax })),
    group: optional(contactGroupId()),
    /** Only friends in no group. */
    ungrouped: optional(boolean()),
    after: optional(text({ bytesMin: 1, bytesMax: 4096 })),
    rows: optional(integer({ min: 1, max: limits.pageRowsMax })),
    /** With a search, the first page has chatrooms too, after the friends. */
    chatrooms: optional(boolean()),
  },
})

/** Null: in no group. */
export interface FriendGroupRow { id: ContactGroupId | null; name: string; friends: number }

export const listFriendGroups = operation<{ rows: FriendGroupRow[] }>()({
  name: 'listFriendGroups', permission: 'chat', effect: 'reads',
  about: 'Groups of the friends this seat serves, with how many there are.', input: {},
})

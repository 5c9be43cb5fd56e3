import { integer, optional, timestampMs } from '../fields.ts'
import type { ChatMessage } from '../chat-message.ts'
import type { Conversation } from '../conversation.ts'
import { type AccountId, type DeviceId, type Position, accountId, peerId, position } from '../ids.ts'
import type { ChatroomProfile, FriendProfile } from '../kinds.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import type { NoteRow } from './teamwork.ts'

/**
 * Every answer names the position it was read at. A console that is live asks with `atLeast`: the hub answers
 * once storage has reached it, so that what was read and what comes live leave no hole. `projectorBehind`
 * (503) if that takes too long.
 */
const atLeast = () => optional(position())
const pageRows = () => optional(integer({ min: 1, max: limits.pageRowsMax }))

export interface AccountRow {
  account: AccountId
  nickname: string
  alias: string
  avatar: string
  device: DeviceId
  /** The account is logged in and its phone is connected. */
  online: boolean
  deviceOnline: boolean
  /** The seat keeps its phone: what isn't assigned is its own. Else some conversations are assigned to it. */
  kept: boolean
}

export const listAccounts = operation<{ rows: AccountRow[]; position: Position }>()({
  name: 'listAccounts', permission: 'chat', effect: 'reads',
  about: 'The accounts of which this seat serves conversations.',
  input: { atLeast: atLeast() },
})

/** A conversation with what its list row shows of the peer. */
export interface ConversationRow extends Conversation {
  /** Remark, else nickname, else room name, else the id. */
  peerName: string
  peerAvatar: string
}

export const listConversations = operation<{ rows: ConversationRow[]; position: Position; more: boolean }>()({
  name: 'listConversations', permission: 'chat', effect: 'reads',
  about: 'The conversations this seat serves, newest first, by keyset.',
  input: {
    atLeast: atLeast(),
    /** Only those whose last message lies below this position. */
    before: optional(position()),
    /** Only those changed above this position: what a console missed. */
    changedAfter: optional(position()),
    rows: pageRows(),
  },
})

export const getConversation = operation<{ row: ConversationRow | null; position: Position }>()({
  name: 'getConversation', permission: 'chat', effect: 'reads',
  about: 'One conversation whole; null: there is none that this seat serves.',
  input: { account: accountId(), peer: peerId(), atLeast: atLeast() },
})

/** A message in JSON: the body is base64. */
export type MessageRow = Omit<ChatMessage, 'body'> & { body: string }

/** Messages and private notes of one stretch of the thread; the next page goes on below the lowest of both. */
export interface ThreadPage { rows: MessageRow[]; notes: NoteRow[]; position: Position; more: boolean }

export const listMessages = operation<ThreadPage>()({
  name: 'listMessages', permission: 'chat', effect: 'reads',
  about: 'One page of a thread with its private notes, newest first, by keyset.',
  input: {
    account: accountId(), peer: peerId(), atLeast: atLeast(),
    /** Only what lies below this row in the order of (journalMs, position): both or neither. */
    before: optional(position()),
    beforeMs: optional(timestampMs()),
    /** Only those made or changed above this position, oldest first: what a console missed. */
    changedAfter: optional(position()),
    rows: pageRows(),
  },
})

export const writeAgain = operation<{ text: string }>()({
  name: 'writeAgain', permission: 'chat', effect: 'reads',
  about: 'The text of a message of one’s own, to write it again; `masked` where consoles show only a part of it.',
  input: { account: accountId(), peer: peerId(), position: position(), journalMs: timestampMs(), atLeast: atLeast() },
})

export interface PeerCard {
  account: AccountId
  friend: FriendProfile | null
  chatroom: ChatroomProfile | null
  /** Time of the first message, or null. */
  firstMs: number | null
  position: Position
}

export const getPeer = operation<PeerCard>()({
  name: 'getPeer', permission: 'chat', effect: 'reads',
  about: 'The customer card: profile of a friend or of a chatroom with members.',
  input: { account: accountId(), peer: peerId(), atLeast: atLeast() },
})

import { integer, optional, text } from '../fields.ts'
import {
  type DepartmentId, type Position, type UserId, accountId, peerId, position, userId,
} from '../ids.ts'
import { limits } from '../limits.ts'
import type { Note } from '../note.ts'
import { operation } from '../operation.ts'
import type { ConversationRow } from './chat.ts'

/** A colleague who serves customers. */
export interface SeatRow {
  user: UserId
  name: string
  department: string
  departmentId: DepartmentId
  /** A console of theirs is connected. */
  online: boolean
  /** Conversations of today and yesterday, and how many of all wait for an answer; since when the longest does. */
  recent: number
  waiting: number
  waitingSinceMs: number | null
  /** The caller may look at their conversations live. */
  supervised: boolean
}

export const listSeats = operation<{ rows: SeatRow[] }>()({
  name: 'listSeats', permission: 'chat', effect: 'reads',
  about: 'Everybody who serves customers: to whom a conversation may be transferred, and how busy they are.',
  input: {},
})

const conversation = { account: accountId(), peer: peerId() }

export const transferConversation = operation<Record<string, never>>()({
  name: 'transferConversation', permission: 'chat', effect: 'changes',
  about: 'Hands a conversation that the caller serves to another seat; the note is a private line of its thread.',
  input: { ...conversation, seat: userId(), note: optional(text({ bytesMax: limits.handoverBytesMax })) },
})

export const takeOverConversation = operation<Record<string, never>>()({
  name: 'takeOverConversation', permission: 'supervise', effect: 'changes',
  about: 'Takes a conversation from a seat that the caller supervises; the seat reads the note.',
  input: { ...conversation, note: text({ bytesMin: 1, bytesMax: limits.handoverBytesMax }) },
})

export const giveBackConversation = operation<{ seatName: string }>()({
  name: 'giveBackConversation', permission: 'supervise', effect: 'changes',
  about: 'Gives a conversation that the caller took over back to whom it was taken from.',
  input: { ...conversation, note: optional(text({ bytesMax: limits.handoverBytesMax })) },
})

export const listSeatConversations = operation<{ rows: ConversationRow[]; position: Position; more: boolean }>()({
  name: 'listSeatConversations', permission: 'supervise', effect: 'reads',
  about: 'The conversations of a seat that the caller supervises, newest first, by keyset.',
  input: {
    seat: userId(),
    /** Only those whose last message lies below this position. */
    before: optional(position()),
    rows: optional(integer({ min: 1, max: limits.pageRowsMax })),
  },
})

/** A note with the name of who wrote it. */
export interface NoteRow extends Note { userName: string }

/** A note that calls the caller, and whether they may open its conversation. */
export interface MentionRow extends NoteRow { peerName: string; opens: 'own' | 'watch' | null }

export const listMentions = operation<{ rows: MentionRow[] }>()({
  name: 'listMentions', permission: 'chat', effect: 'reads',
  about: 'The newest notes that call the caller, newest first.',
  input: {},
})

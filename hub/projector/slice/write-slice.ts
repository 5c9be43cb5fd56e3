import { type Position, positionOf } from '../../../protocol/ids.ts'
import { writeQuietRules } from '../../../storage/queries/projector-row.ts'
import { writeWordRules } from '../../../storage/queries/word-rules.ts'
import { writeAccountMoves } from '../../../storage/writers/account-moves.ts'
import { writeAccounts } from '../../../storage/writers/accounts.ts'
import { addAssignmentHistory, writeAssignments } from '../../../storage/writers/assignments.ts'
import { leaveChatrooms, leaveUnnamedChatrooms, writeChatrooms } from '../../../storage/writers/chatrooms.ts'
import { writeCommands } from '../../../storage/writers/commands.ts'
import { writeContactSnapshots } from '../../../storage/writers/contact-snapshots.ts'
import {
  type ConversationKey, insertConversations, seatConversations, updateConversations,
} from '../../../storage/writers/conversations.ts'
import { writeDrafts, writePins } from '../../../storage/writers/desks.ts'
import { noteConfigured } from '../../../storage/writers/device-configurations.ts'
import { endConnectionsOf, writeDevices } from '../../../storage/writers/devices.ts'
import { writeFriendRequests } from '../../../storage/writers/friend-requests.ts'
import { removeFriends, removeUnnamedFriends, writeFriends } from '../../../storage/writers/friends.ts'
import { addVoidSends, writeLastAnswers } from '../../../storage/writers/last-answers.ts'
import { insertMedia } from '../../../storage/writers/media.ts'
import { moveIdentities } from '../../../storage/writers/message-identities.ts'
import { deleteMessages, insertMessages, updateMessages } from '../../../storage/writers/messages.ts'
import { writeSeatModes } from '../../../storage/writers/seat-modes.ts'
import { correctResponses, writeResponses } from '../../../storage/writers/responses.ts'
import { insertNotes } from '../../../storage/writers/notes.ts'
import { writeTabPresence } from '../../../storage/writers/seat-presence.ts'
import {
  deleteSensitiveOperations, writeSensitiveOperations,
} from '../../../storage/writers/sensitive-operations.ts'
import type { Queries, Transaction } from '../../../storage/pool.ts'
import { endAccepts } from '../../automation/end-accepts.ts'
import { pairKey } from './book.ts'
import type { Slice } from './slice.ts'

/**
 * One statement per table that changed. They are sent in the order in which they stand here, without waiting for
 * one another: the rows of the next are encoded while the database stores these.
 */
export async function writeSlice(inside: Transaction, slice: Slice): Promise<void> {
  await Promise.all([
    ...writeRisks(inside, slice),
    ...writeChat(inside, slice),
    writePresence(inside, slice),
    writeAccounts(inside, slice.accounts.changed()),
    writeAccountMoves(inside, [...slice.moves.values()]),
    ...writeContacts(inside, slice),
    insertMedia(inside, slice.media),
    writeAssignments(inside, slice.assignments.changed()),
    seatConversations(inside, [...slice.newConversations, ...slice.assignments.changed()]),
    addAssignmentHistory(inside, slice.assignmentHistory),
    endAccepts(inside, slice.acceptsEnded),
    writePins(inside, [...slice.pins.values()]),
    writeDrafts(inside, [...slice.drafts.values()]),
    insertNotes(inside, slice.notes),
    writeAnswers(inside, slice),
    ...slice.newQuietRules === null ? [] : [writeQuietRules(inside, slice.newQuietRules)],
  ])
}

/** First of all: whose conversations were is what assignments and accounts say until now. */
function writeRisks(
  inside: Queries, { responses, corrections, sensitive, deleted, made, messages, wordRules }: Slice,
): Promise<void>[] {
  const gone = [...deleted].filter((position) => !made.has(position))
  return [
    writeResponses(inside, responses),
    correctResponses(inside, [...corrections.values()]),
    writeSensitiveOperations(inside, sensitive.filter(({ position }) => !deleted.has(position))),
    deleteSensitiveOperations(inside, gone.flatMap((position) => messages.get(position) ?? [])),
    writeWordRules(inside, [...wordRules.values()]),
  ]
}

async function writeAnswers(inside: Queries, { answers, voidSends }: Slice): Promise<void> {
  await writeLastAnswers(inside, answers.fresh())
  const keptAbove = (voidSends[0] ?? 0) - voidSendsKept
  await addVoidSends(inside, voidSends, { keptAbove })
}

/** First what ended, then what connected after it. */
async function writePresence(inside: Queries, slice: Slice): Promise<void> {
  await endConnectionsOf(inside, slice.endedRuns)
  await writeDevices(inside, slice.devices.changed())
  await noteConfigured(inside, slice.configured)
  await writeTabPresence(inside, slice.tabs.changed())
  await writeSeatModes(inside, slice.modes.changed())
}

function writeChat(inside: Transaction, slice: Slice): Promise<void>[] {
  const { messages, made, stored, deleted } = slice
  const isStored = (position: Position): boolean => stored.has(position) || !made.has(position)
  const kept = messages.changed().filter(({ position }) => !deleted.has(position))
  const gone = Array.from(deleted).filter(isStored)
  return [
    insertMessages(inside, kept.filter(({ position }) => !isStored(position))),
    updateMessages(inside, kept.filter(({ position }) => isStored(position))),
    deleteMessages(inside, gone.flatMap((position) => messages.get(position) ?? [])),
    moveIdentities(inside, slice.identities.changed()),
    ...writeConversations(inside, slice),
    writeCommands(inside, slice.commands.changed()),
  ]
}

function writeConversations(inside: Transaction, { conversations, newConversations }: Slice): Promise<void>[] {
  const rows = conversations.changed()
  if (newConversations.length === 0) return [updateConversations(inside, rows)]
  const fresh = new Set(newConversations.map(({ account, peer }) => pairKey(account, peer)))
  const isFresh = ({ account, peer }: ConversationKey): boolean => fresh.has(pairKey(account, peer))
  return [
    insertConversations(inside, rows.filter(isFresh)), updateConversations(inside, rows.filter((row) => !isFresh(row))),
  ]
}

/**
 * Lists come last: what they didn't name goes unless it changed after they began, so the order within doesn't
 * matter.
 */
function writeContacts(inside: Queries, slice: Slice): Promise<void>[] {
  return [
    removeFriends(inside, [...slice.friendRemovals.values()]),
    writeFriends(inside, slice.friends.changed()),
    leaveChatrooms(inside, [...slice.chatroomEnds.values()]),
    writeChatrooms(inside, slice.chatrooms.changed()),
    writeContactSnapshots(inside, slice.snapshots.changed()),
    ...slice.friendLists.map((list) => removeUnnamedFriends(inside, list)),
    ...slice.chatroomLists.map((list) => leaveUnnamedChatrooms(inside, list)),
    writeFriendRequests(inside, slice.friendRequests.changed()),
  ]
}

/** Positions; far more than a hub is behind storage when it starts. */
const voidSendsKept = positionOf(1_000_000, 0)

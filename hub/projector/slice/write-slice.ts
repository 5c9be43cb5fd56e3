import { writeAccounts } from '../../../storage/writers/accounts.ts'
import { addAssignmentHistory, writeAssignments } from '../../../storage/writers/assignments.ts'
import { leaveChatrooms, leaveUnnamedChatrooms, writeChatrooms } from '../../../storage/writers/chatrooms.ts'
import { writeCommands } from '../../../storage/writers/commands.ts'
import { writeContactSnapshots } from '../../../storage/writers/contact-snapshots.ts'
import { writeConversations } from '../../../storage/writers/conversations.ts'
import { noteConfigured } from '../../../storage/writers/device-configurations.ts'
import { endConnectionsOf, writeDevices } from '../../../storage/writers/devices.ts'
import { writeFriendRequests } from '../../../storage/writers/friend-requests.ts'
import { removeFriends, removeUnnamedFriends, writeFriends } from '../../../storage/writers/friends.ts'
import { insertMedia } from '../../../storage/writers/media.ts'
import { moveIdentities, takeIdentities } from '../../../storage/writers/message-identities.ts'
import { deleteMessages, insertMessages, updateMessages } from '../../../storage/writers/messages.ts'
import { writeTabPresence } from '../../../storage/writers/seat-presence.ts'
import type { Queries, Transaction } from '../../../storage/pool.ts'
import type { Slice } from './slice.ts'

/**
 * One statement per table that changed. They are sent in the order in which they stand here, without waiting for
 * one another: the rows of the next are encoded while the database stores these.
 */
export async function writeSlice(inside: Transaction, slice: Slice): Promise<void> {
  await Promise.all([
    ...writeChat(inside, slice),
    writePresence(inside, slice),
    writeAccounts(inside, slice.accounts.changed()),
    ...writeContacts(inside, slice),
    insertMedia(inside, slice.media),
    writeAssignments(inside, slice.assignments.changed()),
    addAssignmentHistory(inside, slice.assignmentHistory),
  ])
}

/** First what ended, then what connected after it. */
async function writePresence(inside: Queries, slice: Slice): Promise<void> {
  await endConnectionsOf(inside, slice.endedRuns)
  await writeDevices(inside, slice.devices.changed())
  await noteConfigured(inside, slice.configured)
  await writeTabPresence(inside, slice.tabs.changed())
}

function writeChat(inside: Transaction, slice: Slice): Promise<void>[] {
  const { messages, made, deleted } = slice
  const kept = messages.changed().filter(({ position }) => !deleted.has(position))
  const gone = Array.from(deleted).filter((position) => !made.has(position))
  return [
    insertMessages(inside, kept.filter(({ position }) => made.has(position))),
    takeIdentities(inside, slice.claimed),
    updateMessages(inside, kept.filter(({ position }) => !made.has(position))),
    deleteMessages(inside, gone.flatMap((position) => messages.get(position) ?? [])),
    moveIdentities(inside, slice.identities.changed()),
    writeConversations(inside, slice.conversations.changed()),
    writeCommands(inside, slice.commands.changed()),
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

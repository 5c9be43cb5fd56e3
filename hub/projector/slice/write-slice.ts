import { writeAccounts } from '../../../storage/writers/accounts.ts'
import { leaveChatrooms, leaveUnnamedChatrooms, writeChatrooms } from '../../../storage/writers/chatrooms.ts'
import { writeCommands } from '../../../storage/writers/commands.ts'
import { writeContactSnapshots } from '../../../storage/writers/contact-snapshots.ts'
import { writeConversations } from '../../../storage/writers/conversations.ts'
import { endConnectionsOf, writeDevices } from '../../../storage/writers/devices.ts'
import { writeFriendRequests } from '../../../storage/writers/friend-requests.ts'
import { removeFriends, removeUnnamedFriends, writeFriends } from '../../../storage/writers/friends.ts'
import { insertMedia } from '../../../storage/writers/media.ts'
import { moveIdentities } from '../../../storage/writers/message-identities.ts'
import { deleteMessages, insertMessages, updateMessages } from '../../../storage/writers/messages.ts'
import { writeTabPresence } from '../../../storage/writers/seat-presence.ts'
import type { Queries } from '../../../storage/pool.ts'
import type { Slice } from './slice.ts'

/** One statement per table that changed. */
export async function writeSlice(inside: Queries, slice: Slice): Promise<void> {
  await writeChat(inside, slice)
  // First what ended, then what connected after it.
  await endConnectionsOf(inside, slice.endedRuns)
  await writeDevices(inside, slice.devices.changed())
  await writeTabPresence(inside, slice.tabs.changed())
  await writeAccounts(inside, slice.accounts.changed())
  await writeContacts(inside, slice)
  await insertMedia(inside, slice.media)
}

async function writeChat(inside: Queries, slice: Slice): Promise<void> {
  const { messages, made, deleted } = slice
  const kept = messages.changed().filter(({ position }) => !deleted.has(position))
  await insertMessages(inside, kept.filter(({ position }) => made.has(position)))
  await updateMessages(inside, kept.filter(({ position }) => !made.has(position)))
  await deleteMessages(inside, Array.from(deleted).filter((position) => !made.has(position)).flatMap((position) => {
    return messages.get(position) ?? []
  }))
  await moveIdentities(inside, slice.identities.changed())
  await writeConversations(inside, slice.conversations.changed())
  await writeCommands(inside, slice.commands.changed())
}

/**
 * Lists come last: what they didn't name goes unless it changed after they began, so the order within doesn't
 * matter.
 */
async function writeContacts(inside: Queries, slice: Slice): Promise<void> {
  await removeFriends(inside, [...slice.friendRemovals.values()])
  await writeFriends(inside, slice.friends.changed())
  await leaveChatrooms(inside, [...slice.chatroomEnds.values()])
  await writeChatrooms(inside, slice.chatrooms.changed())
  await writeContactSnapshots(inside, slice.snapshots.changed())
  for (const list of slice.friendLists) await removeUnnamedFriends(inside, list)
  for (const list of slice.chatroomLists) await leaveUnnamedChatrooms(inside, list)
  await writeFriendRequests(inside, slice.friendRequests.changed())
}

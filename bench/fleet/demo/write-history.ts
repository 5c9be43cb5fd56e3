import { packCommand } from '../../../protocol/commands.ts'
import type { Placed } from '../../../protocol/events/index.ts'
import { limits } from '../../../protocol/limits.ts'
import type { Queries, Transaction } from '../../../storage/pool.ts'
import { writeAccounts } from '../../../storage/writers/accounts.ts'
import { writeChatrooms } from '../../../storage/writers/chatrooms.ts'
import { type CommandRow, writeCommands } from '../../../storage/writers/commands.ts'
import { insertConversations } from '../../../storage/writers/conversations.ts'
import { type FriendChange, writeFriends } from '../../../storage/writers/friends.ts'
import { insertMedia } from '../../../storage/writers/media.ts'
import { takeIdentities } from '../../../storage/writers/message-identities.ts'
import { insertMessages } from '../../../storage/writers/messages.ts'
import { writeResponses } from '../../../storage/writers/responses.ts'
import { writeSensitiveOperations } from '../../../storage/writers/sensitive-operations.ts'
import { type Folded, type SentCommand, foldHistory } from './fold-history.ts'
import type { PoolFile } from './media-pool.ts'
import { writeWords } from './words.ts'
import type { DemoAccount } from './world.ts'

/** Writes what a projector would have stored of this history, with the projector's own statements. */
export async function writeHistory(inside: Transaction, { history, world }: {
  history: readonly Placed[]; world: readonly DemoAccount[]
}): Promise<Folded> {
  const deviceOf = new Map(world.map(({ account, device }) => [account, device]))
  const folded = foldHistory(history)
  await writeContacts(inside, history, deviceOf)
  await inBatches(folded.messages, (batch) => insertMessages(inside, batch))
  await inBatches(identitiesOf(folded), (batch) => takeIdentities(inside, batch))
  await inBatches(folded.conversations, (batch) => insertConversations(inside, batch))
  await inBatches(folded.responses, (batch) => writeResponses(inside, batch))
  await writeWords(inside)
  await inBatches(folded.sensitive, (batch) => writeSensitiveOperations(inside, batch))
  await inBatches(
    folded.commands.map((one) => commandRow(one, deviceOf)), (batch) => writeCommands(inside, batch),
  )
  return folded
}

export async function writeMedia(inside: Queries, { files, uploader, nowMs }: {
  files: readonly PoolFile[]; uploader: string; nowMs: number
}): Promise<void> {
  const rows = files.map(({ media, content, mime, width, height }) => {
    return { id: media, bytes: content.length, mime, width, height, uploader, storedMs: nowMs }
  })
  await inBatches(rows, (batch) => insertMedia(inside, batch))
}

type Devices = ReadonlyMap<string, DemoAccount['device']>

async function writeContacts(inside: Queries, history: readonly Placed[], deviceOf: Devices): Promise<void> {
  await writeAccounts(inside, history.flatMap(({ position, event }) => event.kind !== 'accountOnline' ? [] : [{
    id: event.account, device: deviceOf.get(event.account) as DemoAccount['device'], loggedIn: true,
    profile: event.profile, offlineReason: '', changedAt: position,
  }]))
  await inBatches(history.flatMap(friendChanges), (batch) => writeFriends(inside, batch))
  await writeChatrooms(inside, history.flatMap(({ position, event }) => {
    if (event.kind !== 'chatroomsListed') return []
    const { account, snapshot, chatrooms } = event
    return chatrooms.map(
      (profile) => ({ account, peer: profile.chatroom, profile, snapshot, changedAt: position }),
    )
  }))
}

function friendChanges({ position, event }: Placed): FriendChange[] {
  const change = (profile: FriendChange['profile'], snapshot: string): FriendChange => ({
    account: (event as { account: FriendChange['account'] }).account, peer: profile.wxid, profile,
    removed: false,
    snapshot, changedAt: position,
  })
  if (event.kind === 'friendChanged') return [change(event.friend, '')]
  return event.kind === 'friendsListed' ? event.friends.map((friend) => change(friend, event.snapshot)) : []
}

function identitiesOf({ messages }: Folded) {
  return messages.flatMap(({ account, msgSvrId, journalMs, position }) => {
    return msgSvrId === null ? [] : [{ account, msgSvrId, journalMs, position }]
  })
}

/** Sends of the history have their commands, so that a failed one can be tried again. */
function commandRow({ message, changedAt }: SentCommand, deviceOf: Devices): CommandRow {
  const { task, account, peer, user, position, journalMs, type, text, media, body, state } = message
  return {
    task: task as CommandRow['task'], device: deviceOf.get(account) ?? null, account, peer,
    name: 'sendMessage',
    args: packCommand({ kind: 'sendMessage', peer, type, text, media, body }), requested: position,
    requestedMs: journalMs,
    expiresMs: journalMs + limits.commandExpiresMs, state: state === 'failed' ? 'failed' : 'succeeded',
    code: message.faultCode, reason: message.faultReason, message: { journalMs, position }, user,
    progress: null, expiring: false, changedAt,
  }
}

async function inBatches<T>(rows: readonly T[], write: (batch: T[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += batchRows) {
    await write(rows.slice(start, start + batchRows))
  }
}

/** Best of what was measured on the embedded database. */
const batchRows = 2_000

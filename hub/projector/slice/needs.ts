import { saidMs, taskOf } from '../../../protocol/chat-message.ts'
import type { EventKind } from '../../../protocol/events/index.ts'
import type { AccountId, DeviceId, MsgSvrId, PeerId, TabId, TaskId, UserId } from '../../../protocol/ids.ts'
import type { FriendProfile } from '../../../protocol/kinds.ts'
import type { ConversationKey } from '../../../storage/writers/conversations.ts'
import type { Identity, IdentityKey } from '../../../storage/writers/message-identities.ts'
import type { FeedEvent } from '../../feed/feed.ts'
import { pairKey } from './book.ts'
import { deviceOf } from './fold-tasks.ts'
import type { At } from './slice.ts'

/** What must be read before some events can be folded. */
export class Needs {
  conversations = new Map<string, ConversationKey>()
  /** Ids that messages of these events take; the first of each. */
  claims = new Map<string, Identity>()
  identities = new Map<string, IdentityKey>()
  tasks = new Set<TaskId>()
  /** Ids that results name. Whose they are is the command's word, so it must be read before. */
  results: { task: TaskId; msgSvrId: MsgSvrId }[] = []
  /** Accounts of sends made by these events themselves. */
  sends = new Map<TaskId, AccountId>()
  homes = new Set<AccountId>()
  logins = new Map<string, { account: AccountId; device: DeviceId }>()
  devices = new Set<DeviceId>()
  tabs = new Map<string, { user: UserId; tab: TabId }>()
  snapshots = new Set<AccountId>()
  /** Are they new ones? Asked only where a rule wants to know. */
  friends = new Map<string, { account: AccountId; peer: PeerId }>()
  rulesChanged = false
  handOvers = new Map<string, ConversationKey>()
  friendFlags = new Map<string, ConversationKey>()
}

export function needsOf(events: readonly FeedEvent[]): Needs {
  const needs = new Needs()
  for (const { event, position, journalMs } of events) {
    const note = notes[event.kind] as Note<EventKind> | undefined
    note?.(needs, { event, position, journalMs })
  }
  return needs
}

type Note<Kind extends EventKind> = (needs: Needs, at: At<Kind>) => void

const notes: { [Kind in EventKind]?: Note<Kind> } = {
  messageReceived: (needs, { event: { account, peer, msgSvrId }, position, journalMs }) => {
    noteConversation(needs, account, peer)
    const key = pairKey(account, msgSvrId)
    if (!needs.claims.has(key)) needs.claims.set(key, { account, msgSvrId, position, journalMs })
  },
  messageSynced: (needs, at) => {
    const { event: { account, msgSvrId }, position } = at
    const key = pairKey(account, msgSvrId)
    if (!needs.claims.has(key)) needs.claims.set(key, { account, msgSvrId, position, journalMs: saidMs(at) })
  },
  messageRecalled: (needs, at) => {
    noteIdentity(needs, at)
    noteConversation(needs, at.event.account, at.event.peer)
  },
  mediaArrived: noteIdentity,
  messageStateChanged: noteIdentity,
  taskFinished: (needs, { event: { task, msgSvrId } }) => {
    needs.tasks.add(task)
    if (msgSvrId !== null) needs.results.push({ task, msgSvrId })
  },
  taskProgressed: (needs, { event }) => { needs.tasks.add(event.task) },
  commandExpired: (needs, { event }) => { needs.tasks.add(event.task) },
  sendRequested: (needs, { event }) => {
    const { account, peer, retryOf } = event
    noteConversation(needs, account, peer)
    needs.homes.add(account)
    if (retryOf === null) needs.sends.set(taskOf(event), account)
    else needs.tasks.add(retryOf)
  },
  hubSendRequested: (needs, { event: { account, peer, task } }) => {
    noteConversation(needs, account, peer)
    needs.homes.add(account)
    needs.sends.set(task, account)
  },
  recallRequested: (needs, { event }) => { needs.homes.add(event.account) },
  mediaRequested: (needs, { event }) => { needs.homes.add(event.account) },
  conversationRead: (needs, { event }) => noteConversation(needs, event.account, event.peer),
  conversationMarked: (needs, { event }) => noteConversation(needs, event.account, event.peer),
  accountOnline: (needs, { event: { account, source } }) => {
    const device = deviceOf(source)
    needs.logins.set(pairKey(account, device), { account, device })
  },
  accountOffline: (needs, { event }) => { needs.homes.add(event.account) },
  deviceConnected: (needs, { event }) => { needs.devices.add(event.device) },
  deviceDisconnected: (needs, { event }) => { needs.devices.add(event.device) },
  deviceReported: (needs, { event }) => { needs.devices.add(deviceOf(event.source)) },
  seatDisconnected: (needs, { event: { user, tab } }) => { needs.tabs.set(pairKey(user, tab), { user, tab }) },
  assignmentRulesChanged: (needs) => { needs.rulesChanged = true },
  friendsListed: (needs, { event }) => {
    needs.snapshots.add(event.account)
    for (const friend of event.friends) noteFriend(needs, event.account, friend)
  },
  friendChanged: (needs, { event }) => noteFriend(needs, event.account, event.friend),
  friendRemoved: (needs, { event: { account, peer } }) => noteFlags(needs, account, { wxid: peer, deleted: true }),
  peersAssigned: (needs, { event: { account, peers } }) => {
    for (const peer of peers) {
      noteConversation(needs, account, peer)
      needs.handOvers.set(pairKey(account, peer), { account, peer })
    }
  },
  chatroomsListed: (needs, { event }) => { needs.snapshots.add(event.account) },
}

function noteConversation(needs: Needs, account: AccountId, peer: PeerId): void {
  needs.conversations.set(pairKey(account, peer), { account, peer })
}

function noteFriend(needs: Needs, account: AccountId, friend: FriendProfile): void {
  needs.friends.set(pairKey(account, friend.wxid), { account, peer: friend.wxid })
  noteFlags(needs, account, friend)
}

/** Only who may have been deleted or blocked just now: hardly anybody. */
function noteFlags(
  needs: Needs, account: AccountId,
  { wxid: peer, deleted, blocked }: Pick<FriendProfile, 'wxid' | 'deleted' | 'blocked'>,
): void {
  if (deleted === true || blocked === true) needs.friendFlags.set(pairKey(account, peer), { account, peer })
}

function noteIdentity(needs: Needs, { event }: { event: IdentityKey }): void {
  const { account, msgSvrId } = event
  needs.identities.set(pairKey(account, msgSvrId), { account, msgSvrId })
}

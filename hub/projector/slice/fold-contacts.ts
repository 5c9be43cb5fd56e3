import type { AccountId, PeerId, Position } from '../../../protocol/ids.ts'
import type { ChatroomProfile, FriendProfile } from '../../../protocol/kinds.ts'
import type { ContactKind } from '../../../storage/writers/contact-snapshots.ts'
import type { ToldSnapshot } from '../../../storage/writers/friends.ts'
import { pairKey } from './book.ts'
import { deviceOf } from './fold-tasks.ts'
import { moveAccount } from './fold-moves.ts'
import { noteFriend } from './fold-sensitive.ts'
import type { At, Slice } from './slice.ts'

export function onAccountOnline(slice: Slice, at: At<'accountOnline'>): void {
  moveAccount(slice, at)
  const { event, position } = at
  const { account: id, profile } = event
  const device = deviceOf(event.source)
  const before = slice.accounts.get(id)?.profile ?? {}
  slice.homes.set(id, { device, reachable: true })
  slice.asks.wakes = true
  slice.accounts.set(id, {
    id, device, loggedIn: true, profile: { ...before, ...profile }, offlineReason: '', changedAt: position,
  })
}

/** An account that was logged in on another phone meanwhile stays online there. */
export function onAccountOffline(slice: Slice, { event, position }: At<'accountOffline'>): void {
  const { account: id, reason } = event
  const device = deviceOf(event.source)
  if (slice.homes.get(id)?.device !== device) return
  const profile = slice.accounts.get(id)?.profile ?? {}
  slice.accounts.set(id, { id, device, loggedIn: false, profile, offlineReason: reason, changedAt: position })
}

export function onFriendsListed(slice: Slice, at: At<'friendsListed'>): void {
  const { event, position } = at
  const { account, snapshot } = event
  // The first list of an account names those whom somebody serves already.
  const isLater = (slice.snapshots.get(pairKey(account, 'friend'))?.lists ?? 0) > 0
  for (const profile of event.friends) {
    if (isLater) askIfNew(slice, account, profile)
    changeFriend(slice, at, { account, profile, snapshot })
  }
  const told = noteSnapshot(slice, 'friend', { ...event, position })
  if (told !== null) slice.friendLists.push(told)
}

export function onFriendChanged(slice: Slice, at: At<'friendChanged'>): void {
  const { account, friend: profile } = at.event
  askIfNew(slice, account, profile)
  changeFriend(slice, at, { account, profile, snapshot: '' })
}

export function onFriendRemoved(slice: Slice, at: At<'friendRemoved'>): void {
  const { event: { account, peer }, position } = at
  const key = pairKey(account, peer)
  noteFriend(slice, at, { key, removed: true, blocked: undefined })
  const changed = slice.friends.get(key)
  if (changed === undefined) slice.friendRemovals.set(key, { account, peer, changedAt: position })
  else slice.friends.set(key, { ...changed, removed: true, changedAt: position })
}

/** RULE-7: before it is folded. */
function askIfNew(slice: Slice, account: AccountId, told: FriendProfile): void {
  const { asks, knownFriends, friends, friendRemovals } = slice
  if (knownFriends === null || told.deleted === true) return
  const key = pairKey(account, told.wxid)
  const before = friends.get(key)
  const isThere = before === undefined ? knownFriends.has(key) && !friendRemovals.has(key) : !before.removed
  if (!isThere) asks.add(account, told.wxid)
}

interface FriendTold { account: AccountId; profile: FriendProfile; snapshot: string }

function changeFriend(
  slice: Slice, at: At<'friendsListed' | 'friendChanged'>, { account, profile, snapshot }: FriendTold,
): void {
  const peer = profile.wxid
  const key = pairKey(account, peer)
  const before = slice.friends.get(key)
  const removed = profile.deleted ?? false
  noteFriend(slice, at, { key, removed, blocked: profile.blocked ?? undefined })
  slice.friendRemovals.delete(key)
  slice.friends.set(key, {
    account, peer, profile: { ...before?.profile, ...profile }, removed,
    snapshot: snapshot === '' ? before?.snapshot ?? '' : snapshot, changedAt: at.position,
  })
}

export function onChatroomsListed(slice: Slice, { event, position }: At<'chatroomsListed'>): void {
  const { account, snapshot } = event
  for (const profile of event.chatrooms) {
    // What the list names is there, unless it says otherwise.
    changeChatroom(slice, { account, profile: { state: 'active', ...profile }, snapshot, changedAt: position })
  }
  const told = noteSnapshot(slice, 'chatroom', { ...event, position })
  if (told !== null) slice.chatroomLists.push(told)
}

export function onChatroomChanged(slice: Slice, { event, position }: At<'chatroomChanged'>): void {
  changeChatroom(slice, { account: event.account, profile: event.chatroom, snapshot: '', changedAt: position })
}

export function onChatroomLeft(slice: Slice, { event, position }: At<'chatroomLeft'>): void {
  const { account, peer } = event
  const key = pairKey(account, peer)
  const state = event.reason === 'dismissed' ? 'dismissed' : 'left'
  const changed = slice.chatrooms.get(key)
  if (changed === undefined) slice.chatroomEnds.set(key, { account, peer, state, changedAt: position })
  else slice.chatrooms.set(key, { ...changed, profile: { ...changed.profile, state }, changedAt: position })
}

interface ChatroomTold { account: AccountId; profile: ChatroomProfile; snapshot: string; changedAt: Position }

/** A chatroom left before stays so unless the profile says otherwise: its end is written first. */
function changeChatroom(slice: Slice, { account, profile, snapshot, changedAt }: ChatroomTold): void {
  const peer: PeerId = profile.chatroom
  const key = pairKey(account, peer)
  const before = slice.chatrooms.get(key)
  slice.chatrooms.set(key, {
    account, peer, profile: { ...before?.profile, ...profile },
    snapshot: snapshot === '' ? before?.snapshot ?? '' : snapshot, changedAt,
  })
}

interface SnapshotPart { account: AccountId; snapshot: string; part: number; last: boolean; position: Position }

/** The whole list, once its last part came and none is missing: then what it didn't name is gone. */
function noteSnapshot(
  slice: Slice, kind: ContactKind, { account, snapshot, part, last, position }: SnapshotPart,
): ToldSnapshot | null {
  const key = pairKey(account, kind)
  const known = slice.snapshots.get(key)
  const lists = known?.lists ?? 0
  const begun = { account, kind, snapshot, startedAt: position, parts: 0, lists }
  const current = known?.snapshot === snapshot ? known : begun
  const parts = current.parts + 1
  const isComplete = last && parts === part + 1
  slice.snapshots.set(key, { ...current, parts, lists: lists + Number(isComplete) })
  return isComplete ? { account, snapshot, startedAt: current.startedAt, endedAt: position } : null
}

export function onFriendRequested(slice: Slice, { event, position }: At<'friendRequested'>): void {
  const { account, request, person, nickname, greeting, sourceCode, avatar, receivedAtMs } = event
  slice.friendRequests.set(pairKey(account, request), {
    account, request, person, nickname: nickname ?? '', greeting: greeting ?? '', sourceCode, avatar: avatar ?? '',
    receivedAtMs, changedAt: position,
  })
}

export function onMediaStored(slice: Slice, { event, journalMs }: At<'mediaStored'>): void {
  const { media: id, bytes, mime, width, height, uploader } = event
  slice.media.push({ id, bytes, mime, width, height, uploader, storedMs: journalMs })
}

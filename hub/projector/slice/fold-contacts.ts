import type { AccountId, PeerId, Position } from '../../../protocol/ids.ts'
import type { ChatroomProfile, FriendProfile } from '../../../protocol/kinds.ts'
import type { ContactKind } from '../../../storage/writers/contact-snapshots.ts'
import type { ToldSnapshot } from '../../../storage/writers/friends.ts'
import { pairKey } from './book.ts'
import { deviceOf } from './fold-tasks.ts'
import type { At, Slice } from './slice.ts'

export function onAccountOnline(slice: Slice, { event, position }: At<'accountOnline'>): void {
  const { account: id, profile } = event
  const device = deviceOf(event.source)
  const before = slice.accounts.get(id)?.profile ?? {}
  slice.homes.set(id, { device, reachable: true })
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

export function onFriendsListed(slice: Slice, { event, position }: At<'friendsListed'>): void {
  const { account, snapshot } = event
  for (const profile of event.friends) changeFriend(slice, { account, profile, snapshot, changedAt: position })
  const told = noteSnapshot(slice, 'friend', { ...event, position })
  if (told !== null) slice.friendLists.push(told)
}

export function onFriendChanged(slice: Slice, { event, position }: At<'friendChanged'>): void {
  changeFriend(slice, { account: event.account, profile: event.friend, snapshot: '', changedAt: position })
}

export function onFriendRemoved(slice: Slice, { event, position }: At<'friendRemoved'>): void {
  const { account, peer } = event
  const key = pairKey(account, peer)
  const changed = slice.friends.get(key)
  if (changed === undefined) slice.friendRemovals.set(key, { account, peer, changedAt: position })
  else slice.friends.set(key, { ...changed, removed: true, changedAt: position })
}

interface FriendTold { account: AccountId; profile: FriendProfile; snapshot: string; changedAt: Position }

function changeFriend(slice: Slice, { account, profile, snapshot, changedAt }: FriendTold): void {
  const peer = profile.wxid
  const key = pairKey(account, peer)
  const before = slice.friends.get(key)
  slice.friendRemovals.delete(key)
  slice.friends.set(key, {
    account, peer, profile: { ...before?.profile, ...profile }, removed: profile.deleted ?? false,
    snapshot: snapshot === '' ? before?.snapshot ?? '' : snapshot, changedAt,
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
  const current = known?.snapshot === snapshot ? known : { account, kind, snapshot, startedAt: position, parts: 0 }
  const parts = current.parts + 1
  slice.snapshots.set(key, { ...current, parts })
  return last && parts === part + 1 ? { account, snapshot, startedAt: current.startedAt, endedAt: position } : null
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

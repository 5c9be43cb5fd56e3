import type { EventKind } from '../../../protocol/events/index.ts'
import type { FeedEvent } from '../../feed/feed.ts'
import { onPeersAssigned } from './fold-assignments.ts'
import { onConversationRead, onMessageChanged, onMessageReceived, onMessageSynced } from './fold-chat.ts'
import {
  onAccountOffline, onAccountOnline, onChatroomChanged, onChatroomLeft, onChatroomsListed, onFriendChanged,
  onFriendRemoved, onFriendRequested, onFriendsListed, onMediaStored,
} from './fold-contacts.ts'
import {
  onDeviceConnected, onDeviceDisconnected, onDeviceReported, onRunEnded, onSeatConnected, onSeatDisconnected,
} from './fold-presence.ts'
import {
  onCommandExpired, onCommandRequested, onRecallRequested, onSendRequested, onTaskFinished, onTaskProgressed,
} from './fold-tasks.ts'
import type { Fold, Slice } from './slice.ts'

/** The one place where events become rows, in the journal's order. */
export function foldEvent(slice: Slice, { position, journalMs, event }: FeedEvent): void {
  const fold = folds[event.kind] as Fold<EventKind>
  fold(slice, { position, journalMs, event })
}

/** Only counted or kept elsewhere: sources and runs are written with the projector's position. */
const nothing = (): void => undefined

const folds: { [Kind in EventKind]: Fold<Kind> } = {
  accountOnline: onAccountOnline,
  accountOffline: onAccountOffline,
  friendsListed: onFriendsListed,
  friendChanged: onFriendChanged,
  friendRemoved: onFriendRemoved,
  chatroomsListed: onChatroomsListed,
  chatroomChanged: onChatroomChanged,
  chatroomLeft: onChatroomLeft,
  friendRequested: onFriendRequested,
  messageReceived: onMessageReceived,
  messageSynced: onMessageSynced,
  messageRecalled: onMessageChanged,
  mediaArrived: onMessageChanged,
  messageStateChanged: onMessageChanged,
  taskFinished: onTaskFinished,
  deviceReported: onDeviceReported,
  taskProgressed: onTaskProgressed,
  uplinkRefused: nothing,
  sendRequested: onSendRequested,
  conversationRead: onConversationRead,
  recallRequested: onRecallRequested,
  seatRefused: nothing,
  hubStarted: nothing,
  hubBeat: nothing,
  hubStopped: onRunEnded,
  deviceConnected: onDeviceConnected,
  deviceDisconnected: onDeviceDisconnected,
  seatConnected: onSeatConnected,
  seatDisconnected: onSeatDisconnected,
  mediaStored: onMediaStored,
  configChanged: nothing,
  commandRequested: onCommandRequested,
  commandExpired: onCommandExpired,
  hubLost: onRunEnded,
  sourceExpired: nothing,
  messageRepeated: nothing,
  chatsSynced: nothing,
  peersAssigned: onPeersAssigned,
}

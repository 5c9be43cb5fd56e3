import type { EventKind } from '../../../protocol/events/index.ts'
import type { FeedEvent } from '../../feed/feed.ts'
import { onAssignmentAsked, onAssignmentRulesChanged, onConfigChanged } from './fold-asks.ts'
import { onNoteWritten, onPeersAssigned } from './fold-assignments.ts'
import {
  onConversationRead, onMessageChanged, onMessageRecalled, onMessageReceived, onMessageSynced,
  onSensitiveWordsChanged, onSettingsChanged,
} from './fold-chat.ts'
import {
  onAccountOffline, onAccountOnline, onChatroomChanged, onChatroomLeft, onChatroomsListed, onFriendChanged,
  onFriendRemoved, onFriendRequested, onFriendsListed, onMediaStored,
} from './fold-contacts.ts'
import { onConversationMarked, onDraftKept } from './fold-desks.ts'
import {
  onDeviceConnected, onDeviceDisconnected, onDeviceReported, onRunEnded, onSeatConnected, onSeatDisconnected,
  onSeatModeChanged,
} from './fold-presence.ts'
import { onSeatRefused, onSensitiveOperation } from './fold-sensitive.ts'
import {
  onAskedAbout, onCommandExpired, onCommandRequested, onHubSendRequested, onSendRequested, onTaskFinished,
  onTaskProgressed,
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
  messageRecalled: onMessageRecalled,
  mediaArrived: onMessageChanged,
  messageStateChanged: onMessageChanged,
  taskFinished: onTaskFinished,
  deviceReported: onDeviceReported,
  taskProgressed: onTaskProgressed,
  sensitiveOperation: onSensitiveOperation,
  uplinkRefused: nothing,
  sendRequested: onSendRequested,
  conversationRead: onConversationRead,
  recallRequested: onAskedAbout,
  mediaRequested: onAskedAbout,
  seatModeChanged: onSeatModeChanged,
  conversationMarked: onConversationMarked,
  draftKept: onDraftKept,
  noteWritten: onNoteWritten,
  seatRefused: onSeatRefused,
  hubStarted: nothing,
  hubBeat: nothing,
  hubStopped: onRunEnded,
  deviceConnected: onDeviceConnected,
  deviceDisconnected: onDeviceDisconnected,
  seatConnected: onSeatConnected,
  seatDisconnected: onSeatDisconnected,
  mediaStored: onMediaStored,
  configChanged: onConfigChanged,
  commandRequested: onCommandRequested,
  commandExpired: onCommandExpired,
  hubLost: onRunEnded,
  sourceExpired: nothing,
  messageRepeated: nothing,
  chatsSynced: nothing,
  peersAssigned: onPeersAssigned,
  settingsChanged: onSettingsChanged,
  hubSendRequested: onHubSendRequested,
  assignmentAsked: onAssignmentAsked,
  assignmentRulesChanged: onAssignmentRulesChanged,
  sensitiveWordsChanged: onSensitiveWordsChanged,
  noticeSent: nothing,
  noticeConfirmed: nothing,
  friendNoted: nothing,
  extensionFieldsChanged: nothing,
}

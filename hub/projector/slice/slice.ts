import type { ChatMessage } from '../../../protocol/chat-message.ts'
import type { Conversation } from '../../../protocol/conversation.ts'
import type { Fact } from '../../../protocol/events/fact.ts'
import type { EventKind, EventNamed, Placed } from '../../../protocol/events/index.ts'
import type { FieldSet, Fields } from '../../../protocol/fields.ts'
import type { AccountId, DeviceId, Position, TaskId } from '../../../protocol/ids.ts'
import type { AccountChange } from '../../../storage/writers/accounts.ts'
import type { AssignmentRow } from '../../../storage/writers/assignments.ts'
import type { ChatroomChange, ChatroomEnd } from '../../../storage/writers/chatrooms.ts'
import type { CommandRow } from '../../../storage/writers/commands.ts'
import type { ContactSnapshot } from '../../../storage/writers/contact-snapshots.ts'
import type { DeviceChange, EndedRun } from '../../../storage/writers/devices.ts'
import type { FriendRequestRow } from '../../../storage/writers/friend-requests.ts'
import type { FriendChange, FriendRemoval, ToldSnapshot } from '../../../storage/writers/friends.ts'
import type { MediaRow } from '../../../storage/writers/media.ts'
import type { Identity } from '../../../storage/writers/message-identities.ts'
import type { TabPresence } from '../../../storage/writers/seat-presence.ts'
import type { OutboxEntry } from '../../outbox.ts'
import { Book } from './book.ts'

/**
 * The part of the stored state that some events touch: loaded, folded in memory in their order, written back
 * at once.
 */
export class Slice {
  conversations = new Book<string, Conversation>()
  messages = new Book<Position, ChatMessage>()
  /** Messages that don't exist before this slice: written as new ones. */
  made = new Set<Position>()
  deleted = new Set<Position>()
  identities = new Book<string, Identity>()
  /** Of these, what messages of this slice take and nobody had. */
  claimed: Identity[] = []
  commands = new Book<TaskId, CommandRow>()
  devices = new Book<DeviceId, DeviceChange>()
  /** Phones that have connected: whose configuration is older than the wanted one gets it. */
  connected = new Set<DeviceId>()
  /** The version each of these phones says it has applied. */
  configured = new Map<DeviceId, number>()
  tabs = new Book<string, TabPresence>()
  endedRuns: EndedRun[] = []
  homes = new Map<AccountId, { device: DeviceId; reachable: boolean }>()
  accounts = new Book<AccountId, AccountChange>()
  snapshots = new Book<string, ContactSnapshot>()
  friends = new Book<string, FriendChange>()
  friendRemovals = new Map<string, FriendRemoval>()
  friendLists: ToldSnapshot[] = []
  chatrooms = new Book<string, ChatroomChange>()
  chatroomEnds = new Map<string, ChatroomEnd>()
  chatroomLists: ToldSnapshot[] = []
  friendRequests = new Book<string, FriendRequestRow>()
  assignments = new Book<string, AssignmentRow>()
  assignmentHistory: AssignmentRow[] = []
  media: MediaRow[] = []
  outbox: OutboxEntry[] = []

  /** Into the outbox. */
  tell<Name extends string, S extends FieldSet>(fact: Fact<Name, S>, value: Fields<S>): void {
    this.outbox.push({ fact, value })
  }
}

/** One fresh event of a kind at its place. */
export type At<Kind extends EventKind> = Placed<EventNamed<Kind>>

export type Fold<Kind extends EventKind> = (slice: Slice, at: At<Kind>) => void

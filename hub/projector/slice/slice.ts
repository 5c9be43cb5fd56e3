import type { SensitiveWords } from '../../../actors/rules/sensitive-words.ts'
import type { ChatMessage } from '../../../protocol/chat-message.ts'
import type { Fact } from '../../../protocol/events/fact.ts'
import type { EventKind, EventNamed, Placed } from '../../../protocol/events/index.ts'
import type { FieldSet, Fields } from '../../../protocol/fields.ts'
import type { AccountId, DeviceId, Position, TaskId, UserId } from '../../../protocol/ids.ts'
import type { QuietRules, QuietRulesRow } from '../../../protocol/quiet.ts'
import type { Correction } from '../../../protocol/turns.ts'
import type { Serving } from '../../../storage/queries/serving.ts'
import type { WordRuleChange } from '../../../storage/queries/word-rules.ts'
import type { AccountMove, Kept } from '../../../storage/writers/account-moves.ts'
import type { AccountChange } from '../../../storage/writers/accounts.ts'
import type { AssignmentRow } from '../../../storage/writers/assignments.ts'
import type { ChatroomChange, ChatroomEnd } from '../../../storage/writers/chatrooms.ts'
import type { CommandRow } from '../../../storage/writers/commands.ts'
import type { ContactSnapshot } from '../../../storage/writers/contact-snapshots.ts'
import type { ConversationKey, StoredConversation } from '../../../storage/writers/conversations.ts'
import type { DraftRow, PinRow } from '../../../storage/writers/desks.ts'
import type { DeviceChange, EndedRun } from '../../../storage/writers/devices.ts'
import type { FriendRequestRow } from '../../../storage/writers/friend-requests.ts'
import type { FriendChange, FriendRemoval, ToldSnapshot } from '../../../storage/writers/friends.ts'
import type { MediaRow } from '../../../storage/writers/media.ts'
import type { Identity } from '../../../storage/writers/message-identities.ts'
import type { SeatModeRow } from '../../../storage/writers/seat-modes.ts'
import type { ResponseRow } from '../../../storage/writers/responses.ts'
import type { TabPresence } from '../../../storage/writers/seat-presence.ts'
import type { SensitiveOperationRow } from '../../../storage/writers/sensitive-operations.ts'
import type { EndedAccept } from '../../automation/end-accepts.ts'
import type { Note } from '../../../protocol/note.ts'
import type { LastAnswers } from '../../guard/last-answers.ts'
import type { OutboxEntry } from '../../outbox.ts'
import { Asks } from './asks.ts'
import { Book } from './book.ts'

/**
 * The part of the stored state that some events touch: loaded, folded in memory in their order, written back
 * at once.
 */
export class Slice {
  conversations = new Book<string, StoredConversation>()
  newConversations: ConversationKey[] = []
  messages = new Book<Position, ChatMessage>()
  /** Messages that don't exist before this slice: written as new ones. */
  made = new Set<Position>()
  /** Of these, what has been given out to be written already. */
  stored = new Set<Position>()
  #unsettled: Position[] = []
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
  modes = new Book<UserId, SeatModeRow & { changedAt: Position }>()
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
  /** Commands to accept a request that came to their end. */
  acceptsEnded: EndedAccept[] = []
  assignments = new Book<string, AssignmentRow>()
  assignmentHistory: AssignmentRow[] = []
  pins = new Map<string, PinRow>()
  drafts = new Map<string, DraftRow>()
  asks = new Asks()
  /** Of the friends that these events name, those who were there; null while no rule asks who is new. */
  knownFriends: Set<string> | null = null
  /** Of conversations that are assigned here: whose each is, as of the event that is folded. */
  serving = new Map<string, Serving>()
  /** Of phones that an account moves from or to. */
  keepers = new Map<DeviceId, UserId | null>()
  /** Of accounts that move: where each is, and since when it is its keeper's, as of the event that is folded. */
  keeping = new Map<AccountId, Kept & { device: DeviceId }>()
  moves = new Map<AccountId, AccountMove>()
  responses: ResponseRow[] = []
  /** Of responses of earlier slices. */
  corrections = new Map<Position, Correction>()
  sensitive: SensitiveOperationRow[] = []
  /** Of friends that may have been deleted or blocked, as of the event that is folded. */
  friendFlags = new Map<string, { known: boolean; removed: boolean; blocked: boolean }>()
  media: MediaRow[] = []
  outbox: OutboxEntry[] = []
  /** Which messages are quiet, as of the event that is folded. */
  quiet: QuietRules
  newQuietRules: QuietRulesRow | null = null
  /** As of the event that is folded. */
  words: SensitiveWords
  wordRules = new Map<string, WordRuleChange>()

  readonly answers: LastAnswers
  voidSends: Position[] = []
  notes: Note[] = []

  constructor({ quiet, words, answers }: { quiet: QuietRules; words: SensitiveWords; answers: LastAnswers }) {
    this.quiet = quiet
    this.words = words
    this.answers = answers
  }

  make(message: ChatMessage): void {
    this.messages.set(message.position, message)
    this.made.add(message.position)
    this.#unsettled.push(message.position)
  }

  /**
   * To be written now: new messages that no later event is likely to change, unlike one that waits for its result or
   * for its picture. They count as stored from here on.
   */
  takeSettled(): ChatMessage[] {
    const fresh = this.#unsettled
    this.#unsettled = []
    const settled = fresh.flatMap((position) => {
      const message = this.messages.get(position)
      return message !== undefined && isSettled(message) && !this.deleted.has(position) ? [message] : []
    })
    for (const { position } of settled) {
      this.messages.written(position)
      this.stored.add(position)
    }
    return settled
  }

  /** Into the outbox. */
  tell<Name extends string, S extends FieldSet>(fact: Fact<Name, S>, value: Fields<S>): void {
    this.outbox.push({ fact, value })
  }
}

function isSettled({ type, state }: ChatMessage): boolean {
  return type === 'text' && state === 'received'
}

/** One fresh event of a kind at its place. */
export type At<Kind extends EventKind> = Placed<EventNamed<Kind>>

export type Fold<Kind extends EventKind> = (slice: Slice, at: At<Kind>) => void

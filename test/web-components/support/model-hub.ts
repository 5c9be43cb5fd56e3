import { emptyBody } from '../../../protocol/bodies.ts'
import {
  type ChatMessage, type InThread, type MessageChange, compareMessages, foldMessage, receivedMessage, sentMessage,
  taskOf,
} from '../../../protocol/chat-message.ts'
import { type ConversationEvent, foldConversation, newConversation } from '../../../protocol/conversation.ts'
import type { EventNamed, HubEvent, Placed } from '../../../protocol/events/index.ts'
import { chatsSynced, messageRepeated, peersAssigned } from '../../../protocol/events/outbox.ts'
import { mediaArrived, messageRecalled, messageReceived, messageStateChanged, messageSynced, taskFinished }
  from '../../../protocol/events/phone.ts'
import { conversationRead, sendRequested } from '../../../protocol/events/seat.ts'
import type {
  AccountId, DeviceId, InstallId, MediaId, MsgSvrId, PeerId, Position, SourceId, TabId, TaskId, UserId,
} from '../../../protocol/ids.ts'
import { outboxSource, phoneSource, tabSource } from '../../../protocol/ids.ts'
import type { ConversationRow, MessageRow } from '../../../protocol/operations/chat.ts'
import { toBase64 } from '../../../web-components/data/base64.ts'

export const account = 'wxid_ours' as AccountId
export const user = 'u1' as UserId
const device = 'd1' as DeviceId
export const phone = phoneSource(device, 'i1' as InstallId)
const otherTab = tabSource(user, 'other' as TabId)
const startMs = Date.parse('2026-03-01T08:00:00Z')
const top: InThread = { journalMs: Infinity, position: Infinity }

export function peerOf(index: number): PeerId {
  return (index === 2 ? `room${index}@chatroom` : `wxid_${index}`) as PeerId
}

export type Outcome = 'succeeded' | 'failed' | 'unknown'

interface Told {
  rows?: Partial<Snapshot>
  repeat?: EventNamed<'messageRepeated'>
}

interface Snapshot {
  position: Position
  conversations: ReadonlyMap<PeerId, ConversationRow>
  messages: readonly ChatMessage[]
  /** Assigned to somebody else: the console's user sees nothing of them. */
  taken: ReadonlySet<PeerId>
}

/**
 * A hub in a few lines: a journal, and rows folded from it as the projector does, kept for every position, so that
 * a test may read them as of any of them.
 */
export class ModelHub {
  readonly journal: Placed<HubEvent>[] = []
  readonly #snapshots: Snapshot[] = [
    { position: 0, conversations: new Map(), messages: [], taken: new Set() },
  ]
  readonly #sequences = new Map<SourceId, number>()

  get position(): Position {
    return this.journal.at(-1)?.position ?? 0
  }

  get latest(): Snapshot {
    return this.#snapshots.at(-1) as Snapshot
  }

  /** The rows as they were at a position. */
  at(position: Position): Snapshot {
    return this.#snapshots.findLast((snapshot) => snapshot.position <= position) as Snapshot
  }

  received(peer: PeerId, { msgSvrId, text = `m${msgSvrId}` }: { msgSvrId: string; text?: string }): void {
    this.append(messageReceived.of(this.#stamp(phone), {
      account, peer, msgSvrId: msgSvrId as MsgSvrId, direction: Number(msgSvrId) % 5 === 0 ? 'out' : 'in',
      sender: null, type: Number(msgSvrId) % 7 === 0 ? 'system' : 'text', rawType: 1, sentAtMs: startMs, text,
      media: null, thumbnail: null, body: emptyBody,
    }))
  }

  /** An old message, `ageS` before the first one here; times collide, with one another and with live ones. */
  synced(peer: PeerId, { msgSvrId, ageS }: { msgSvrId: string; ageS: number }): void {
    this.append(messageSynced.of(this.#stamp(phone), {
      account, peer, msgSvrId: msgSvrId as MsgSvrId, direction: 'in', sender: null, type: 'text', rawType: 1,
      sentAtMs: startMs - ageS * 1000, text: `old ${msgSvrId}`, media: null, thumbnail: null, body: emptyBody,
    }))
  }

  syncEnded(): void {
    this.append(chatsSynced.of(this.#stamp(outboxSource), { device }))
  }

  assigned(peer: PeerId, seat: UserId | null): void {
    this.append(peersAssigned.of(this.#stamp(outboxSource), {
      account, peers: [peer], seat, seatName: seat ?? '', by: null, byName: null, reason: 'rules', notice: true,
      note: null,
    }))
  }

  /** Whether the console's user hears of it. */
  tells({ position, event }: Placed<HubEvent>): boolean {
    if (event.kind === 'peersAssigned' || event.source.startsWith('t/')) return true
    return !('peer' in event) || event.peer === null || !this.at(position).taken.has(event.peer)
  }

  sent(peer: PeerId, options: { source?: SourceId; retryOf?: TaskId | null } = {}): TaskId {
    const { source = otherTab, retryOf = null } = options
    const event = sendRequested.of(this.#stamp(source), {
      account, peer, type: 'text', text: 'ours', media: null, body: emptyBody, retryOf, seen: null, original: null,
    })
    this.append(event)
    return taskOf(event)
  }

  finished(task: TaskId, { outcome, msgSvrId }: { outcome: Outcome; msgSvrId: string }): void {
    const named = outcome === 'succeeded' ? msgSvrId as MsgSvrId : null
    this.append(taskFinished.of(this.#stamp(phone), {
      task, account: null, peer: null, outcome, code: outcome === 'failed' ? 'tooFrequent' : null, reason: null,
      msgSvrId: named, sentAtMs: startMs, body: null,
    }))
  }

  read(peer: PeerId, upTo: Position): void {
    this.append(conversationRead.of(this.#stamp(otherTab), { account, peer, upTo }))
  }

  changed(peer: PeerId, { msgSvrId, how }: { msgSvrId: string; how: 'recalled' | 'media' | 'played' }): void {
    const named = { account, peer, msgSvrId: msgSvrId as MsgSvrId }
    const stamp = this.#stamp(phone)
    if (how === 'recalled') this.append(messageRecalled.of(stamp, named))
    else if (how === 'played') this.append(messageStateChanged.of(stamp, { ...named, state: 'played', raw: null }))
    else this.append(mediaArrived.of(stamp, { ...named, role: 'original', media: 'ab'.repeat(32) as MediaId }))
  }

  append(event: HubEvent): Placed<HubEvent> {
    const placed = { position: this.position + 3, journalMs: startMs + this.journal.length * 1000, event }
    this.journal.push(placed)
    this.#project(placed)
    return placed
  }

  rowsOf(snapshot: Snapshot, before: Position): ConversationRow[] {
    return [...snapshot.conversations.values()]
      .filter(({ lastPosition, peer }) => lastPosition < before && !snapshot.taken.has(peer))
      .sort((a, b) => b.lastPosition - a.lastPosition)
  }

  threadOf(snapshot: Snapshot, peer: PeerId, below: InThread = top): MessageRow[] {
    return snapshot.messages.filter((message) => message.peer === peer && compareMessages(message, below) < 0)
      .sort((a, b) => compareMessages(b, a)).map((message) => ({ ...message, body: toBase64(message.body) }))
  }

  #stamp(source: SourceId): { source: SourceId; sequence: number; epoch: Position; atMs: number } {
    const sequence = (this.#sequences.get(source) ?? 0) + 1
    this.#sequences.set(source, sequence)
    return { source, sequence, epoch: 0, atMs: startMs }
  }

  #project(placed: Placed<HubEvent>): void {
    const { event } = placed
    const snapshot = { ...this.latest, position: placed.position }
    let told: Told = {}
    switch (event.kind) {
      case 'messageReceived': told = this.#onReceived({ ...placed, event }); break
      case 'messageSynced': told = this.#onSynced({ ...placed, event }); break
      case 'sendRequested': told = this.#onSent({ ...placed, event }); break
      case 'conversationRead':
        told = { rows: { conversations: this.#conversations({ ...placed, event }, false) } }
        break
      case 'peersAssigned': told = { rows: { taken: this.#takenAfter(event) } }; break
      case 'taskFinished': told = this.#onFinished({ ...placed, event }); break
      case 'messageRecalled':
      case 'mediaArrived':
      case 'messageStateChanged': {
        const fits = ({ msgSvrId, peer }: ChatMessage) => msgSvrId === event.msgSvrId && peer === event.peer
        const messages = this.#folded(fits, { ...placed, event })
        told = { rows: { messages } }
        if (event.kind === 'messageRecalled') {
          told = { rows: { messages, conversations: this.#conversations({ ...placed, event }, false) } }
        }
        break
      }
      default:
    }
    this.#snapshots.push({ ...snapshot, ...told.rows })
    if (told.repeat !== undefined) this.append(told.repeat)
  }

  #takenAfter({ peers, seat }: EventNamed<'peersAssigned'>): ReadonlySet<PeerId> {
    const taken = new Set(this.latest.taken)
    for (const peer of peers) {
      if (seat === null || seat === user) taken.delete(peer)
      else taken.add(peer)
    }
    return taken
  }

  #onReceived(placed: Placed<EventNamed<'messageReceived'>>): Told {
    const held = this.#holder(placed.event.msgSvrId)
    if (held === undefined) return { rows: this.#added(receivedMessage(placed), placed) }
    return { repeat: this.#repeated(placed.event, { repeat: placed.position, original: held.position }) }
  }

  #onSynced(placed: Placed<EventNamed<'messageSynced'>>): Told {
    if (this.#holder(placed.event.msgSvrId) !== undefined) return {}
    return { rows: { messages: [...this.latest.messages, receivedMessage(placed)] } }
  }

  #onSent(placed: Placed<EventNamed<'sendRequested'>>): Told {
    const { retryOf } = placed.event
    if (retryOf === null) return { rows: this.#added(sentMessage(placed), placed) }
    return { rows: { messages: this.#folded(({ task }) => task === retryOf, placed) } }
  }

  #onFinished(placed: Placed<EventNamed<'taskFinished'>>): Told {
    const { task, msgSvrId } = placed.event
    const held = msgSvrId === null ? undefined : this.#holder(msgSvrId)
    const messages = this.#folded((message) => message.task === task, placed)
    const own = messages.find((message) => message.task === task)
    const isOther = held !== undefined && held.task === null && own !== undefined && own.msgSvrId === msgSvrId
    if (!isOther || msgSvrId === null) return { rows: { messages } }
    // The phone had told of it as one of its own: that one is the repeat.
    const places = { repeat: held.position, original: own.position }
    return {
      rows: { messages: messages.filter(({ position }) => position !== held.position) },
      repeat: this.#repeated({ peer: held.peer, msgSvrId }, places),
    }
  }

  #holder(msgSvrId: MsgSvrId): ChatMessage | undefined {
    return this.latest.messages.find((message) => message.msgSvrId === msgSvrId)
  }

  #repeated(
    { peer, msgSvrId }: { peer: PeerId; msgSvrId: MsgSvrId }, places: { repeat: Position; original: Position },
  ): EventNamed<'messageRepeated'> {
    return messageRepeated.of(this.#stamp(outboxSource), { account, peer, msgSvrId, ...places })
  }

  #added(message: ChatMessage, placed: Placed<ConversationEvent>): Partial<Snapshot> {
    return { messages: [...this.latest.messages, message], conversations: this.#conversations(placed, true) }
  }

  #conversations(placed: Placed<ConversationEvent>, fresh: boolean): ReadonlyMap<PeerId, ConversationRow> {
    const { peer } = placed.event
    const now = this.latest.conversations.get(peer) ?? (fresh ? newConversation(account, peer) : null)
    if (now === null) return this.latest.conversations
    const row = { ...foldConversation(now, placed), peerName: `name of ${peer}`, peerAvatar: '' }
    return new Map(this.latest.conversations).set(peer, row)
  }

  #folded(fits: (message: ChatMessage) => boolean, placed: Placed<MessageChange>): ChatMessage[] {
    return this.latest.messages.map((message) => (fits(message) ? foldMessage(message, placed) : message))
  }
}

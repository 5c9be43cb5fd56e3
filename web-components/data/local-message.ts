import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { OriginalMessage } from '../../protocol/forwarded.ts'
import type { AccountId, MediaId, MsgSvrId, PeerId, TaskId, UserId } from '../../protocol/ids.ts'
import type { MessageType } from '../../protocol/kinds.ts'

/**
 * A send of this tab that isn't in the journal yet. uploading → waiting → (its event) stored; or
 * uploadFailed, refused by the hub, or lost when another tab took this one's name.
 */
export interface LocalMessage {
  /** The task it will have; while its file is uploaded, a name of our own. */
  id: string
  task: TaskId | null
  state: 'uploading' | 'waiting' | 'uploadFailed' | 'refused' | 'lost'
  /** 0–1 while uploading. */
  progress: number
  /** A code and a sentence, where it failed. */
  fault: { code: string; reason: string } | null
  message: ChatMessage
  original: OriginalMessage | null
  /** The picture as chosen, shown until the hub has it. */
  previewUrl: string | null
}

export interface Draft {
  account: AccountId
  peer: PeerId
  type: MessageType
  text: string
  media: MediaId | null
  body: Uint8Array
  /** What it repeats, which this page may have masked: the hub has the rest of it. */
  original?: OriginalMessage | null
}

/** What is said, wherever it is said. */
export type Said = Pick<Draft, 'type' | 'text' | 'media' | 'body' | 'original'>

export function newLocal(id: string, { original = null, ...draft }: Draft, nowMs: number): LocalMessage {
  const message: ChatMessage = {
    ...draft, position: 0, journalMs: nowMs, direction: 'out', sender: null, user: null, origin: null,
    thumbnail: null, sentAtMs: nowMs, msgSvrId: null, task: null, state: 'sending', faultCode: null, faultReason: null,
    progress: null, synced: false, quiet: false, changedAt: 0,
  }
  return { id, task: null, original, state: 'waiting', progress: 0, fault: null, message, previewUrl: null }
}

/** Can the agent do something about it? */
export function hasFailed({ state }: LocalMessage): boolean {
  return state === 'uploadFailed' || state === 'refused' || state === 'lost'
}

/** An agent takes back what they sent themselves, within two minutes of its sending. */
export function canRecall(
  message: ChatMessage, { user, nowMs }: { user: UserId; nowMs: number },
): message is ChatMessage & { msgSvrId: MsgSvrId } {
  if (message.state !== 'sent' || message.user !== user || message.msgSvrId === null) return false
  return nowMs < recallEndsMs(message)
}

/** A phone’s clock may be behind: it wasn’t sent before it was asked for. */
export function recallEndsMs({ sentAtMs, journalMs }: ChatMessage): number {
  return Math.max(sentAtMs, journalMs) + recallMs
}

const recallMs = 2 * 60_000

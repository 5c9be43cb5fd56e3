import type { Conversation, WaitingMessage } from '../protocol/conversation.ts'
import type { MsgSvrId } from '../protocol/ids.ts'

/**
 * The unanswered messages of a conversation in one short text, `<id>+<ms since the first>+<ms it was told
 * late>` each: conversations are written with every message, and as jsonb this column alone cost half of it.
 */
export function waitingCell(
  { waiting, waitingSinceMs }: Pick<Conversation, 'waiting' | 'waitingSinceMs'>,
): string | null {
  if (waiting.length === 0) return null
  return waiting.map(({ id, atMs, saidMs }) => `${id}+${atMs - (waitingSinceMs ?? 0)}+${atMs - saidMs}`).join(' ')
}

export function readWaitingCell(cell: string | null, waitingSinceMs: number | null): WaitingMessage[] {
  if (cell === null) return []
  return cell.split(' ').map((one) => {
    const [id, afterMs, lateMs] = one.split('+') as [MsgSvrId, string, string]
    const atMs = (waitingSinceMs ?? 0) + Number(afterMs)
    return { id, atMs, saidMs: atMs - Number(lateMs) }
  })
}

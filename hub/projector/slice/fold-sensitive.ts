import type { SensitiveWords } from '../../../actors/rules/sensitive-words.ts'
import type { ChatMessage } from '../../../protocol/chat-message.ts'
import type { AccountId, PeerId, SourceId } from '../../../protocol/ids.ts'
import { type SensitiveKind, sensitiveKindOf } from '../../../protocol/sensitive-kinds.ts'
import { saidLines } from '../../../protocol/said-lines.ts'
import type { SensitiveOperationRow } from '../../../storage/writers/sensitive-operations.ts'
import { servedBy } from './fold-responses.ts'
import type { At, Slice } from './slice.ts'

/** A message, by what it is, and by what our side wrote in it. Old chats that are synced were none of today's. */
export function noteMessage(slice: Slice, message: ChatMessage, source: SourceId): void {
  const found = sensitiveIn(message, slice.words)
  if (found.length === 0) return
  const served = servedBy(slice, { source, ...message })
  slice.sensitive.push(...found.map((one) => ({ ...one, ...served })))
}

/** What is sensitive in a message: nothing, or a row for each kind, but for whose it is. */
export function sensitiveIn(
  message: ChatMessage, rules: SensitiveWords,
): Omit<SensitiveOperationRow, 'device' | 'seat' | 'settled'>[] {
  const { journalMs: atMs, position, account, peer, direction, type, text, media, sentAtMs } = message
  const kind = sensitiveKindOf(type)
  const lines = direction === 'out' ? saidLines(message) : []
  const words = rules.in(...lines).map(({ word }) => word)
  if (kind === null && words.length === 0) return []
  const row = { atMs, position, account, peer, direction, type, blocked: false, text, media, occurredMs: sentAtMs }
  return [
    ...kind === null ? [] : [{ ...row, kind, words: [] }],
    ...words.length === 0 ? [] : [{ ...row, text: lines.join('\n'), kind: 'word' as const, words }],
  ]
}

/** A send that was refused for its words left nowhere: this is the only place that has it. */
export function onSeatRefused(slice: Slice, { position, journalMs, event }: At<'seatRefused'>): void {
  const { source, blocked, atMs: occurredMs } = event
  if (blocked === null) return
  const { account, peer, type, text, words } = blocked
  slice.sensitive.push({
    atMs: journalMs, position, kind: 'word', account, peer, ...servedBy(slice, { source, account, peer }),
    direction: 'out', type, blocked: true, text, words, media: null, occurredMs,
  })
}

export function onSensitiveOperation(slice: Slice, at: At<'sensitiveOperation'>): void {
  const { operation, account, peer, detail, media, occurredAtMs } = at.event
  note(slice, at, { kind: operation, account, peer, text: detail ?? '', media, occurredMs: occurredAtMs })
}

/** What a phone tells of a friend: deleted or blocked now, and not before. */
export function noteFriend(
  slice: Slice, at: At<'friendChanged' | 'friendRemoved' | 'friendsListed'>,
  { key, removed, blocked }: { key: string; removed: boolean; blocked: boolean | undefined },
): void {
  const before = slice.friendFlags.get(key)
  if (before === undefined) return
  const after = { known: true, removed, blocked: blocked ?? before.blocked }
  slice.friendFlags.set(key, after)
  // A list of all friends tells also what was so long before; only what it changes is new.
  if (!before.known && at.event.kind === 'friendsListed') return
  const [account, peer] = key.split(' ') as [AccountId, PeerId]
  const found = { account, peer, text: '', media: null, occurredMs: at.journalMs }
  if (after.removed && !before.removed) note(slice, at, { kind: 'friendDeleted', ...found })
  if (after.blocked && !before.blocked) note(slice, at, { kind: 'friendBlocked', ...found })
}

type Found = Pick<SensitiveOperationRow, 'account' | 'peer' | 'text' | 'media' | 'occurredMs'> & { kind: SensitiveKind }

function note(
  slice: Slice, { position, journalMs, event }: { position: number; journalMs: number; event: { source: SourceId } },
  found: Found,
): void {
  const { account, peer } = found
  slice.sensitive.push({
    ...found, atMs: journalMs, position, ...servedBy(slice, { source: event.source, account, peer }), direction: null,
    type: null, blocked: false, words: [],
  })
}

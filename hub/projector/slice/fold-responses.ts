import { responseOf, turnAfter } from '../../../actors/rules/response-time.ts'
import { userOf } from '../../../protocol/chat-message.ts'
import type { ConversationEvent } from '../../../protocol/conversation.ts'
import type { AccountId, DeviceId, PeerId, SourceId, UserId } from '../../../protocol/ids.ts'
import type { StoredConversation } from '../../../storage/writers/conversations.ts'
import { deviceOfSource } from '../../directory/directory.ts'
import { pairKey } from './book.ts'
import type { At, Slice } from './slice.ts'

interface Told { position: number; journalMs: number; event: ConversationEvent }

/** Notes an answer to somebody who waited. Answers the conversation as it is kept. */
export function foldResponse(
  slice: Slice, at: Told, { before, after }: { before: StoredConversation; after: StoredConversation },
): StoredConversation {
  const { position, journalMs, event } = at
  const response = responseOf(before, after, { event, journalMs })
  if (response !== null) {
    const { account, peer } = event
    const via = event.kind === 'sendRequested' ? 'console' : 'phone'
    slice.responses.push({
      account, peer, ...servedBy(slice, event), atMs: response.respondedMs, position, via, sinceMs: response.sinceMs,
      keptSinceMs: slice.moves.get(account)?.keptSinceMs ?? null,
    })
  }
  return after.waitingSinceMs === null && after.turnMs !== null ? { ...after, turnMs: null } : after
}

/** Who serves from now on has a turn of their own, unless it is who served before. */
export function handOver(slice: Slice, { journalMs, event }: At<'peersAssigned'>): void {
  for (const peer of event.peers) {
    const key = pairKey(event.account, peer)
    const served = slice.serving.get(key)
    if (served === undefined) continue
    slice.serving.set(key, { ...served, assigned: event.seat })
    if ((served.assigned ?? served.keeper) === (event.seat ?? served.keeper)) continue
    const conversation = slice.conversations.get(key)
    if (conversation === undefined || conversation.waitingSinceMs === null) continue
    slice.conversations.set(key, turnAfter(conversation, { handedOverMs: journalMs }))
  }
}

/** Whose it is that something was said, as far as this slice knows; the rest is known where it is written. */
export function servedBy(
  slice: Slice, { source, account, peer }: { source: SourceId; account: AccountId | null; peer: PeerId | null },
): { seat: UserId | null; device: DeviceId | null; settled: boolean } {
  if (source.startsWith('t/')) return { seat: userOf(source), device: null, settled: false }
  const assigned = account === null || peer === null ? undefined : slice.assignments.get(pairKey(account, peer))
  return { seat: assigned?.seat ?? null, device: deviceOfSource(source), settled: assigned !== undefined }
}

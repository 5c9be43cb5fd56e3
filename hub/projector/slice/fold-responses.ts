import { type Response, responseOf, turnAfter } from '../../../actors/rules/response-time.ts'
import { userOf } from '../../../protocol/chat-message.ts'
import type { ConversationEvent } from '../../../protocol/conversation.ts'
import {
  type AccountId, type DeviceId, type PeerId, type SourceId, type UserId, isChatroom,
} from '../../../protocol/ids.ts'
import type { Correction } from '../../../protocol/turns.ts'
import type { Kept } from '../../../storage/writers/account-moves.ts'
import type { StoredConversation } from '../../../storage/writers/conversations.ts'
import { deviceOfSource } from '../../directory/directory.ts'
import { pairKey } from './book.ts'
import type { At, Slice } from './slice.ts'

interface Told { position: number; journalMs: number; event: ConversationEvent }

/** Notes an answer to somebody who waited. Answers the conversation as it is kept. */
export function foldResponse(
  slice: Slice, at: Told, { before, after }: { before: StoredConversation; after: StoredConversation },
): StoredConversation {
  const outcome = responseOf(before, after, at)
  if (outcome === null) return after
  const { response, correction, turns } = outcome
  if (response !== null) addResponse(slice, at, response)
  if (correction !== null) correct(slice, correction)
  return after.turns === turns ? after : { ...after, turns }
}

function addResponse(slice: Slice, { position, event }: Told, { sinceMs, respondedMs: atMs, had }: Response): void {
  const { account, peer } = event
  const via = event.kind === 'sendRequested' ? 'console' : 'phone'
  const served = servedBy(slice, event)
  slice.responses.push({
    account, peer, ...served, ...had && { seat: had.from, settled: true }, atMs, position, via, sinceMs,
    kept: keptOf(slice, account, served),
  })
}

/** Of an account that this slice moves. What its former phone tells is that one's keeper's. */
function keptOf(slice: Slice, account: AccountId, { device }: { device: DeviceId | null }): Kept | null {
  if (!slice.moves.has(account)) return null
  const keeping = slice.keeping.get(account)
  return keeping === undefined || (device !== null && device !== keeping.device) ? null : keeping
}

/** The answer may be of this slice itself. */
function correct(slice: Slice, correction: Correction): void {
  const { position, sinceMs } = correction
  const index = slice.responses.findIndex((one) => one.position === position)
  const response = slice.responses[index]
  if (response === undefined) slice.corrections.set(position, correction)
  else if (sinceMs === null) slice.responses.splice(index, 1)
  else slice.responses[index] = { ...response, sinceMs: Math.max(response.sinceMs, sinceMs) }
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
    if (conversation === undefined || isChatroom(peer)) continue
    slice.conversations.set(key, turnAfter(conversation, { atMs: journalMs, from: served.assigned }))
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

import { emptyBody } from '../../../../protocol/bodies.ts'
import { messageReceived, taskFinished } from '../../../../protocol/events/phone.ts'
import { sendRequested } from '../../../../protocol/events/seat.ts'
import type { AccountId, MsgSvrId, PeerId, TaskId } from '../../../../protocol/ids.ts'
import type { Speaker } from './cast.ts'

export const account = 'wxid_own' as AccountId
export const peerId = (name: string): PeerId => name as PeerId

interface Heard { peer: PeerId; id: string; text?: string; of?: AccountId }

/** A customer's text, pushed by the phone. */
export function hear(phone: Speaker, { peer, id, text = `text ${id}`, of = account }: Heard): void {
  phone.say(messageReceived, {
    account: of, peer, msgSvrId: id as MsgSvrId, direction: 'in', sender: null, type: 'text', rawType: 1,
    sentAtMs: Date.parse('2026-03-01T07:59:00Z'), text, media: null, thumbnail: null, body: emptyBody,
  })
}

interface Sent { peer: PeerId; text: string; retryOf?: TaskId | null; of?: AccountId }

/** An agent's text; answers its task. */
export function send(tab: Speaker, { peer, text, retryOf = null, of = account }: Sent): TaskId {
  const { sequence } = tab.say(sendRequested, {
    account: of, peer, type: 'text', text, media: null, body: emptyBody, retryOf, seen: null, original: null,
  })
  return retryOf ?? `${tab.source.split('/')[2] ?? ''}.${sequence}` as TaskId
}

export interface Result { outcome: 'succeeded' | 'failed' | 'unknown'; code?: string; msgSvrId?: string }

export function finish(phone: Speaker, task: TaskId, { outcome, code, msgSvrId }: Result): void {
  phone.say(taskFinished, {
    task, account: null, peer: null, outcome, code: code ?? null, reason: null,
    msgSvrId: (msgSvrId ?? null) as MsgSvrId | null, sentAtMs: null, body: null,
  })
}

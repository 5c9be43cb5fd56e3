import type { ChatMessage } from '../../../protocol/chat-message.ts'
import { listMessages as operation } from '../../../protocol/operations/chat.ts'
import type { Position } from '../../../protocol/ids.ts'
import type { MessageRow } from '../../../protocol/operations/chat.ts'
import { readThread, readThreadChanges } from '../../../storage/queries/messages.ts'
import type { Place } from '../../../storage/writers/messages.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'
import { behind } from './at-least.ts'
import { notServed } from './not-served.ts'

export const listMessages = defineHandler(operation, async (input, context) => {
  const { account, peer, before, beforeMs, changedAfter, atLeast } = input
  if (before !== null && changedAfter !== null) return refuse('badInput', 'either before or changedAfter')
  if ((before === null) !== (beforeMs === null)) return refuse('badInput', 'before and beforeMs belong together')
  const refusal = notServed(context, account) ?? await behind(context, atLeast)
  if (refusal !== null) return refusal
  const wanted = input.rows ?? rowsByDefault
  const filter = { account, peer, rowsMax: wanted + 1 }
  const { messages, position } = changedAfter === null
    ? await readThread(context.pool, { ...filter, before: placeOf(before, beforeMs) })
    : await readThreadChanges(context.pool, { ...filter, changedAfter })
  return { rows: messages.slice(0, wanted).map(messageRow), position, more: messages.length > wanted }
})

function placeOf(position: Position | null, journalMs: number | null): Place | null {
  return position === null || journalMs === null ? null : { position, journalMs }
}

function messageRow({ body, ...message }: ChatMessage): MessageRow {
  return { ...message, body: Buffer.from(body.buffer, body.byteOffset, body.length).toString('base64') }
}

const rowsByDefault = 50

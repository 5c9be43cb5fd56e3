import type { ChatMessage } from '../../../protocol/chat-message.ts'
import { listMessages as operation } from '../../../protocol/operations/chat.ts'
import type { Position } from '../../../protocol/ids.ts'
import type { MessageRow } from '../../../protocol/operations/chat.ts'
import { readThread, readThreadChanges } from '../../../storage/queries/messages.ts'
import { readNotes, readNotesAfter } from '../../../storage/queries/notes.ts'
import type { Place } from '../../../storage/writers/messages.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'
import { behind } from './at-least.ts'
import { notServed } from './not-served.ts'
import { earliestChangeFirst, newestFirst, threadPage } from './thread-page.ts'

export const listMessages = defineHandler(operation, async (input, context) => {
  const { account, peer, before, beforeMs, changedAfter, atLeast } = input
  if (before !== null && changedAfter !== null) return refuse('badInput', 'either before or changedAfter')
  if ((before === null) !== (beforeMs === null)) return refuse('badInput', 'before and beforeMs belong together')
  const refusal = await behind(context, atLeast) ?? await notServed(context, { account, peer })
  if (refusal !== null) return refusal
  const wanted = input.rows ?? rowsByDefault
  const { pool, directory: { consoleMask } } = context
  const filter = { account, peer, rowsMax: wanted + 1 }
  const place = placeOf(before, beforeMs)
  const { messages, position } = changedAfter === null
    ? await readThread(pool, { ...filter, before: place })
    : await readThreadChanges(pool, { ...filter, changedAfter })
  // After the messages: none up to their position is missing, and what is newer is known again by its position.
  const notes = changedAfter === null
    ? await readNotes(pool, { ...filter, before: place })
    : await readNotesAfter(pool, { ...filter, after: changedAfter })
  const page = threadPage({ messages, notes }, {
    wanted, order: changedAfter === null ? newestFirst : earliestChangeFirst,
  })
  return {
    rows: page.messages.map((message) => messageRow(consoleMask.message(message))),
    notes: page.notes.map((note) => consoleMask.note(note)), position, more: page.more,
  }
})

function placeOf(position: Position | null, journalMs: number | null): Place | null {
  return position === null || journalMs === null ? null : { position, journalMs }
}

function messageRow({ body, ...message }: ChatMessage): MessageRow {
  return { ...message, body: Buffer.from(body.buffer, body.byteOffset, body.length).toString('base64') }
}

const rowsByDefault = 50

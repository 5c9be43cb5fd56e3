import { emptyBody } from '../../protocol/bodies.ts'
import { type ChatMessage, compareMessages } from '../../protocol/chat-message.ts'
import type { NoteRow } from '../../protocol/operations/teamwork.ts'
import { type LocalMessage, newLocal } from '../data/local-message.ts'
import { isSystemLine } from '../data/message-kinds.ts'
import type { Thread } from '../data/thread.ts'
import { isSameDay } from '../data/time-text.ts'

/** One message as it stands in the thread. */
export interface ThreadItem {
  /** Stays the same while a send of ours becomes a stored message. */
  key: string
  message: ChatMessage
  local: LocalMessage | null
  /** A private line in the place of a message. */
  note: NoteRow | null
  /** What stands above it: a new day, a pause, or nothing. */
  above: 'day' | 'pause' | null
  /** First of several by the same person: the avatar and the name stand here. */
  first: boolean
}

type Shown = Pick<Thread, 'messages' | 'locals' | 'retrying' | 'more'> & { notes?: { all: readonly NoteRow[] } }

/**
 * While older ones are to come, the oldest message waits with them: only with the one before it is known what
 * stands above it, and nothing on screen may change its height when they come.
 */
export function threadItems({ messages, locals, retrying, more, notes }: Shown): ThreadItem[] {
  const items: ThreadItem[] = []
  const add = (item: Written) => items.push(newItem(item, items.at(-1)))
  const all = notes?.all ?? []
  let next = 0
  const addNotes = (before: ChatMessage | null) => {
    const upTo = before === null ? all.length : all.findIndex((note) => compareMessages(note, before) > 0)
    const end = upTo < 0 ? all.length : upTo
    for (const note of all.slice(next, end)) add(noteItem(note))
    next = Math.max(next, end)
  }
  for (const message of messages) {
    addNotes(message)
    const again = message.task !== null && retrying.has(message.task)
    const key = message.task ?? String(message.position)
    add({ key, message: again ? { ...message, state: 'sending' } : message, local: null, note: null })
  }
  addNotes(null)
  if (more && items.length > 1) items.shift()
  for (const local of locals) add({ key: local.id, message: local.message, local, note: null })
  return items
}

type Written = Pick<ThreadItem, 'key' | 'message' | 'local' | 'note'>

/** It stands like a system line: nobody's bubble. */
function noteItem(note: NoteRow): Written {
  const { account, peer, position, journalMs, text } = note
  const message: ChatMessage = {
    ...newLocal(`note ${position}`, { account, peer, type: 'system', text, media: null, body: emptyBody }, journalMs)
      .message,
    position, journalMs, state: 'received',
  }
  return { key: `note ${position}`, message, local: null, note }
}

/** A first guess of a message's height, px; the real one is measured once it is on screen. */
export function estimateHeight({ message, above, first }: ThreadItem): number {
  const around = (above === null ? 0 : 40) + (first ? 14 : 4)
  if (message.state === 'recalled' || isSystemLine(message.type)) return around + 26
  switch (message.type) {
    case 'text': return around + 38 + 20 * Math.floor(message.text.length / 30)
    case 'picture':
    case 'video': return around + 220
    case 'emoji': return around + 120
    case 'voice': return around + 40
    default: return around + 92
  }
}

function newItem(
  { key, message, local, note }: Written, before: ThreadItem | undefined,
): ThreadItem {
  const above = aboveOf(message, before?.message)
  const first = above !== null || before === undefined || !sameWriter(message, before.message)
  return { key, message, local, note, above, first }
}

function aboveOf(message: ChatMessage, before: ChatMessage | undefined): ThreadItem['above'] {
  if (before === undefined || !isSameDay(message.sentAtMs, before.sentAtMs)) return 'day'
  return Math.abs(message.sentAtMs - before.sentAtMs) > pauseMs ? 'pause' : null
}

function sameWriter(a: ChatMessage, b: ChatMessage): boolean {
  const line = isSystemLine(a.type) || isSystemLine(b.type) || a.state === 'recalled' || b.state === 'recalled'
  return !line && a.direction === b.direction && a.sender === b.sender
}

/** The time is said again after so long a silence. */
const pauseMs = 5 * 60_000

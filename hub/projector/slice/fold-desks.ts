import { userOf } from '../../../protocol/chat-message.ts'
import { changeConversation } from './fold-chat.ts'
import type { At, Slice } from './slice.ts'

/** Unread concerns the conversation, whoever serves it; a pin is the user's own. */
export function onConversationMarked(slice: Slice, at: At<'conversationMarked'>): void {
  const { event: { source, account, peer, mark }, position } = at
  if (mark === 'unread') return changeConversation(slice, at, null)
  const user = userOf(source)
  slice.pins.set(`${user} ${account} ${peer}`, { user, account, peer, isPinned: mark === 'pinned', position })
}

/** The last one wins: that is the order of the journal, whichever computers they come from. */
export function onDraftKept(slice: Slice, { event, journalMs, position }: At<'draftKept'>): void {
  const { source, account, peer, text } = event
  const user = userOf(source)
  slice.drafts.set(`${user} ${account} ${peer}`, { user, account, peer, text, savedMs: journalMs, position })
}

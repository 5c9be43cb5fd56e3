import { everyMs, expiresAfterMs, firstAfterMs } from '../../actors/rules/auto-send.ts'
import { type MessagePart, draftOfPart } from '../../protocol/message-part.ts'
import { type VariableValues, fillVariables } from '../../protocol/reply-variables.ts'
import type { AutoSend } from '../../storage/writers/auto-sends.ts'

type About = Pick<AutoSend, 'account' | 'peer' | 'origin'> & { atMs: number; values: VariableValues }

/** A list of prepared messages as messages that wait, one after the other. */
export function autoSendsOf(messages: readonly MessagePart[], { atMs, values, ...about }: About): AutoSend[] {
  return messages.map((message, index) => ({
    ...about, ...draftOfPart(filled(message, values)), dueMs: atMs + firstAfterMs + index * everyMs,
    expiresMs: atMs + expiresAfterMs[about.origin],
  })).filter(({ type, text }) => type !== 'text' || text.trim() !== '')
}

function filled(message: MessagePart, values: VariableValues): MessagePart {
  return message.type === 'text' ? { ...message, text: fillVariables(message.text ?? '', values) } : message
}

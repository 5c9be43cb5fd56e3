import { type Bodies, bodyFields, programKeys, readBody } from './bodies.ts'
import type { MessageType } from './kinds.ts'

/**
 * Everything that a person reads in a message, each once: its text, then what stands in its body. But for what a reply
 * quotes: that was said by somebody else.
 */
export function saidLines({ type, text, body }: { type: MessageType; text: string; body: Uint8Array }): string[] {
  if (body.length <= 1 || !hasLines(type)) return [text]
  const lines = new Set([text])
  for (const [key, value] of Object.entries(readBody(type, body))) {
    if (programKeys.has(key)) continue
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string') lines.add(one)
  }
  return [...lines].filter((line) => line !== '')
}

function hasLines(type: MessageType): type is keyof Bodies {
  return type !== 'quote' && type in bodyFields
}

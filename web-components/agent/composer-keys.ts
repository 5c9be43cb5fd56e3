export interface PressedKey {
  key: string
  keyCode: number
  isComposing: boolean
  shiftKey: boolean
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
  timeStamp: number
}

/**
 * Does this key send? Enter alone does, but never the one that ends an input method's composition: Chromium
 * calls that one composing, Safari says 229 after the composition has ended, and some input methods send a
 * plain Enter right behind it.
 */
export function isSendKey(event: PressedKey, composition: { active: boolean; endedAtMs: number }): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.metaKey) return false
  if (event.isComposing || event.keyCode === composingKeyCode || composition.active) return false
  return event.timeStamp - composition.endedAtMs > afterCompositionMs
}

const composingKeyCode = 229
/** No finger presses Enter twice within this. */
const afterCompositionMs = 60

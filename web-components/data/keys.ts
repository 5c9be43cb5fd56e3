/** A pressed key as people write it: `Ctrl+Shift+P`, `Alt+ArrowUp`, `?`. */
export interface Pressed {
  key: string
  code?: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/** Empty for a modifier alone. On a Mac the command key is meant by Ctrl. */
export function keysOf(pressed: Pressed): string {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = pressed
  if (modifiers.has(key)) return ''
  const isCommand = ctrlKey || metaKey
  // With Alt a Mac types other letters: which key it was says the code.
  const name = (isCommand || altKey ? plainOf(pressed) : null) ?? nameOf(key)
  // What a sign needs Shift for depends on the keyboard.
  const isSign = name.length === 1 && !/[A-Z0-9]/.test(name)
  const parts = [isCommand ? 'Ctrl' : '', altKey ? 'Alt' : '', shiftKey && !isSign ? 'Shift' : '', name]
  return parts.filter(Boolean).join('+')
}

function plainOf({ code = '' }: Pressed): string | null {
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? null
}

function nameOf(key: string): string {
  if (key === ' ') return 'Space'
  return key.length === 1 ? key.toUpperCase() : key
}

/** As it stands on the keys. */
export function keysText(keys: string): string {
  return keys.split(/\+(?=.)/).map((one) => names[one] ?? one).join(' ')
}

/** A letter or a sign alone is text where somebody writes. */
export function isTyped(keys: string): boolean {
  return !/^(?:Ctrl|Alt)\+/.test(keys) && !/^F\d+$/.test(keys)
}

const modifiers: ReadonlySet<string> = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock'])
const names: Readonly<Record<string, string>> = {
  ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', Enter: 'Enter', Space: '空格',
}

import type { Dice } from '../dice.ts'

/** What the accounts of the demo company do for a living. */
export type Trade = 'shop' | 'homes' | 'school' | 'beauty' | 'cars' | 'travel'
export const trades: readonly Trade[] = ['shop', 'homes', 'school', 'beauty', 'cars', 'travel']

/**
 * One conversation, a line per turn: `c` the customer, `a` the agent, a digit somebody in a room. `?` after
 * it: said six times of ten. Variations are separated by `|`, `{slot}` is filled the same all through a
 * conversation, and `[kind …]` is no text: `c? [picture] 你看一下|[voice 6]`.
 */
export type Script = readonly string[]

/** Who says what; still to be filled. */
export interface Line {
  speaker: string
  kind: LineKind
  /** Text of a plain line; title, name, label… of other kinds. */
  text: string
}

const lineKinds = [
  'text', 'picture', 'voice', 'video', 'file', 'link', 'card', 'location', 'miniProgram', 'emoji',
  'redPacket', 'transfer',
  'quote', 'pat', 'roomNotice', 'system', 'audioCall', 'videoCall', 'videoChannel', 'mergedHistory',
] as const
export type LineKind = (typeof lineKinds)[number]

export type Slots = Readonly<Record<string, string>>

/** One run of a script: chosen variations, left out what may be left out, slots filled. */
export function playScript(script: Script, { dice, slots }: { dice: Dice; slots: Slots }): Line[] {
  const lines: Line[] = []
  for (const raw of script) {
    const found = /^(\w)(\??) (.*)$/su.exec(raw)
    if (found === null) throw new Error(`not a line of a script: ${raw}`)
    const [, speaker = '', optional, choices = ''] = found
    if (optional === '?' && !dice.chance(0.6)) continue
    lines.push({ speaker, ...readChoice(fillSlots(dice.pick(choices.split('|')), slots)) })
  }
  return lines
}

export function fillSlots(text: string, slots: Slots): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole)
}

export function readChoice(choice: string): { kind: LineKind; text: string } {
  // A code like [微笑] is text: our tags are in Latin letters.
  const [, kind, rest = ''] = /^\[([A-Za-z]+)(?: ([^\]]*))?\]$/.exec(choice) ?? []
  return kind !== undefined && isLineKind(kind) ? { kind, text: rest } : { kind: 'text', text: choice }
}

function isLineKind(kind: string): kind is LineKind {
  return (lineKinds as readonly string[]).includes(kind)
}

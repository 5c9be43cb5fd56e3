import type { Dice } from './dice.ts'
import type { MessageType } from '../../protocol/kinds.ts'
import { otherwise, reactions, toMedia } from './chatter/reactions.ts'
import { tradeScripts } from './chatter/scripts/index.ts'
import { smallTalk } from './chatter/scripts/small-talk.ts'
import { type Line, type Slots, type Trade, fillSlots, playScript, readChoice } from './chatter/script.ts'
import { newSlots } from './chatter/slots.ts'

/** Something said, and how long it takes until it is there: reading, thinking, typing. */
export interface Utterance extends Omit<Line, 'speaker'> {
  afterMs: number
}

/**
 * One customer of one account. Follows a script of the trade until the agent answers; then reacts to what the
 * agent wrote, and goes on with the script when nothing fits. Knows no clock: the caller waits `afterMs`.
 */
export class Customer {
  readonly #dice: Dice
  readonly #slots: Slots
  readonly #trade: Trade
  #rest: Line[] = []
  /** Reactions left in this conversation: people come to an end. */
  #patience: number

  constructor({ dice, trade, name }: { dice: Dice; trade: Trade; name?: string }) {
    this.#dice = dice
    this.#trade = trade
    this.#slots = newSlots({ dice, trade, customer: name })
    this.#patience = dice.integer(3, 9)
  }

  /** Begins to talk, as often as it is asked to. */
  opens(): Utterance[] {
    const scripts = this.#dice.chance(0.85) ? tradeScripts[this.#trade] : smallTalk
    const script = this.#dice.pick(scripts)
    this.#rest = playScript(script, { dice: this.#dice, slots: this.#slots })
    this.#rest = this.#rest.slice(this.#rest.findIndex(({ speaker }) => speaker === 'c'))
    this.#patience = this.#dice.integer(3, 9)
    return this.#turn()
  }

  /** Answers what an agent sent; empty when there is nothing left to say. */
  answers({ type, text }: { type: MessageType; text: string }): Utterance[] {
    if (this.#patience-- <= 0) return []
    const found = type === 'text' ? this.#reaction(text) : toMedia
    const scripted = this.#scripted()
    // A script that still goes on is the better story, unless the agent's words ask for something.
    if (scripted.length > 0 && (found === null || this.#dice.chance(0.5))) return scripted
    return this.#say(this.#dice.pick(found ?? otherwise), text.length)
  }

  #reaction(text: string): readonly (readonly string[])[] | null {
    return reactions.find(({ words, trade }) => {
      return words.test(text) && (trade === undefined || trade === this.#trade)
    })?.answers ?? null
  }

  /** Skips the agent's next lines: a person has answered in their place. */
  #scripted(): Utterance[] {
    const next = this.#rest.findIndex(({ speaker }) => speaker === 'c')
    if (next === -1) return []
    this.#rest = this.#rest.slice(next)
    return this.#turn()
  }

  #turn(): Utterance[] {
    const end = this.#rest.findIndex(({ speaker }) => speaker !== 'c')
    const lines = this.#rest.splice(0, end === -1 ? this.#rest.length : end)
    return lines.map((line, index) => ({
      kind: line.kind, text: line.text, afterMs: this.#delay(line, index === 0 ? 12 : 0),
    }))
  }

  #say(choices: readonly string[], readChars: number): Utterance[] {
    return choices.map((choice, index) => {
      const line = readChoice(fillSlots(choice, this.#slots))
      return { ...line, afterMs: this.#delay(line, index === 0 ? readChars : 0) }
    })
  }

  #delay(line: Omit<Line, 'speaker'>, readChars: number): number {
    return typingMs({ line, readChars, dice: this.#dice })
  }
}

/** Reads at ~12 characters a second, types ~3 a second; a picture has to be found, a voice note spoken. */
export function typingMs({ line, readChars, dice }: {
  line: Omit<Line, 'speaker'>; readChars: number; dice: Dice
}): number {
  const thinking = readChars === 0 ? 300 : dice.around(1_500 + readChars * 80, 0.4)
  const doing = line.kind === 'text' ? line.text.length * 280
    : line.kind === 'voice' ? (Number(line.text) || 5) * 1_000 : 2_500
  return Math.round(Math.min(longestMs, thinking + dice.around(600 + doing, 0.3)))
}

/** Nobody watches "is typing" for longer. */
const longestMs = 25_000

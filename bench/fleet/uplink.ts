import assert from 'node:assert/strict'
import { pack } from '../../protocol/codec.ts'
import type { InstallId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { Kept, PhoneState } from './phone-state.ts'

/**
 * The phone's outbox: everything said gets the next number and is kept until the hub has acked it. Pure: no
 * socket, no clock. Its lasting part is the phone's state; what belongs to one connection is here.
 *
 * lost ──onWelcome──▶ live ──onLost──▶ lost; a welcome that doesn't fit our numbers answers `foreign`: start
 * a new install.
 */
export class Uplink {
  readonly #state: PhoneState
  #live: { ackedTo: number; sentTo: number; window: number } | null = null

  constructor(state: PhoneState) {
    this.#state = state
  }

  /** As the hub named it last. */
  get window(): number {
    return this.#live?.window ?? limits.uplinkWindowMin
  }

  /** Values without a number: `[code, ...fields]`. Answers the number given. */
  offer(values: readonly unknown[]): number {
    assert(this.#state.kept.length < keptMax, `the outbox of the phone is full: ${keptMax} messages`)
    const sequence = ++this.#state.given
    const numbered = [values[0], sequence, ...values.slice(1)]
    this.#state.kept.push({ sequence, values: numbered, bytes: pack(numbered).length })
    return sequence
  }

  /**
   * The hub knows more than was ever sent: our state is an older copy. It knows less than was acked: it has
   * forgotten us. Either way these numbers mean something else to the hub.
   */
  onWelcome({ lastSequence, window }: { lastSequence: number; window: number }): 'continue' | 'foreign' {
    const { kept, given, sent } = this.#state
    const ackedTo = (kept[0]?.sequence ?? given + 1) - 1
    if (lastSequence > sent || lastSequence < ackedTo) return 'foreign'
    this.#live = { ackedTo: lastSequence, sentTo: lastSequence, window }
    this.#forget(lastSequence)
    return 'continue'
  }

  /** Cumulative; an ack of something never sent is the hub's fault and answers false. */
  onAcked({ sequence, window }: { sequence: number; window: number }): boolean {
    const live = this.#live
    if (live === null || sequence > live.sentTo) return false
    live.ackedTo = Math.max(live.ackedTo, sequence)
    live.window = window
    this.#forget(sequence)
    return true
  }

  onLost(): void {
    this.#live = null
  }

  /** What may be sent now, in order, at most one frame; empty when the window is full or nothing waits. */
  take({ messagesMax, beyondWindow = false }: { messagesMax: number; beyondWindow?: boolean }): unknown[][] {
    const live = this.#live
    if (live === null) return []
    const upTo = beyondWindow ? this.#state.given : live.ackedTo + live.window
    const taken: unknown[][] = []
    let bytes = frameHeadBytes
    for (const one of this.#after(live.sentTo)) {
      bytes += one.bytes
      if (one.sequence > upTo || taken.length >= messagesMax || bytes > limits.frameBytesMax) break
      taken.push(one.values)
      live.sentTo = one.sequence
    }
    // Kept before it is on the wire: a restored copy of the state can then tell that it is old.
    this.#state.sent = Math.max(this.#state.sent, live.sentTo)
    return taken
  }

  /** What isn't acked yet gets new numbers from 1, in the same order. */
  startAnew(install: InstallId): void {
    const state = this.#state
    this.#live = null
    state.install = install
    state.sent = 0
    state.kept = state.kept.map(({ values }, index) => renumber(values, index + 1))
    state.given = state.kept.length
  }

  get ackedTo(): number {
    return (this.#state.kept[0]?.sequence ?? this.#state.given + 1) - 1
  }

  /** The newest message of these codes that isn't acked yet. */
  newest(wanted: (values: readonly unknown[]) => boolean): readonly unknown[] | null {
    return this.#state.kept.findLast(({ values }) => wanted(values))?.values ?? null
  }

  *#after(sequence: number): Generator<Kept> {
    const { kept } = this.#state
    const first = kept[0]?.sequence ?? 0
    const start = Math.max(0, sequence + 1 - first)
    for (let index = start; index < kept.length; index++) yield kept[index] as Kept
  }

  #forget(upTo: number): void {
    const { kept } = this.#state
    const first = kept[0]?.sequence ?? 0
    if (kept.length > 0 && upTo >= first) kept.splice(0, upTo + 1 - first)
  }
}

function renumber(values: readonly unknown[], sequence: number): Kept {
  const numbered = [values[0], sequence, ...values.slice(2)]
  return { sequence, values: numbered, bytes: pack(numbered).length }
}

/** Days of a busy phone without a network; above it a real phone would throw away pictures first. */
const keptMax = 200_000
/** msgpack's longest head of an array. */
const frameHeadBytes = 5

/** Turns at a pace, whoever asks: what needn't be at once takes its turn, so that it doesn't disturb what must. */
export class Pace {
  readonly #perSecond: number
  readonly #waitMsMax: number
  /** When everything that asked so far has had its turn. */
  #freeAtMs = 0

  /** Nothing waits longer than `waitMsMax`: what comes beyond is taken. */
  constructor({ perSecond, waitMsMax }: { perSecond: number; waitMsMax: number }) {
    this.#perSecond = perSecond
    this.#waitMsMax = waitMsMax
  }

  /** When so many have their turn. */
  dueMs(count: number, nowMs: number): number {
    const dueMs = this.isDue(this.#freeAtMs, nowMs) ? nowMs : this.#freeAtMs
    this.#freeAtMs = dueMs + count / this.#perSecond * 1_000
    return dueMs
  }

  /** Further ahead than anything waits: the clock was set back. */
  isDue(dueMs: number, nowMs: number): boolean {
    return dueMs <= nowMs || dueMs > nowMs + this.#waitMsMax
  }
}

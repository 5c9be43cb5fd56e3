import { hubLimits } from './limits.ts'

/**
 * How quickly phones tell old messages (P80), all phones of this hub together: what they tell is stored at once, but
 * its ack waits until it is its turn, and the phone waits for the ack. Without that, one phone with years of chats
 * took the processors from live chat (p99 8 -> 29 ms, measured), and ran into the flood limit, which cut off its own.
 */
export class SyncPace {
  /** When everything told so far has had its turn. */
  #freeAtMs = 0

  /** When the ack of so many may go out. */
  dueMs(count: number, nowMs: number): number {
    const dueMs = this.isDue(this.#freeAtMs, nowMs) ? nowMs : this.#freeAtMs
    this.#freeAtMs = dueMs + count / hubLimits.syncedPerSecondMax * 1_000
    return dueMs
  }

  /** Further ahead than anything waits: the clock was set back. */
  isDue(dueMs: number, nowMs: number): boolean {
    return dueMs <= nowMs || dueMs > nowMs + hubLimits.syncedWaitMsMax
  }
}

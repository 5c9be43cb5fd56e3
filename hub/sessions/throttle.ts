import { RecentMap } from '../directory/recent-map.ts'

export interface ThrottleOptions {
  /** Failures without any wait: people mistype. */
  freeFailures: number
  /** The wait after the first failure above; it doubles with each. */
  firstMs: number
  longestMs: number
  /** Keys remembered; the one unused for longest is forgotten. */
  keysMax: number
}

/**
 * Slows down guessing, per key. An attempt counts as a failure when it begins, so that many at once gain
 * nothing; a success takes it back.
 */
export class Throttle {
  private readonly options: ThrottleOptions
  private readonly failures: RecentMap<string, { count: number, lastMs: number }>

  constructor(options: ThrottleOptions) {
    this.options = options
    this.failures = new RecentMap(options.keysMax)
  }

  /** 0: go on. Else how long to wait; the attempt doesn't count. */
  begin(key: string, nowMs: number): number {
    const { count, lastMs } = this.current(key, nowMs)
    const waitMs = lastMs + this.delayMs(count) - nowMs
    if (waitMs > 0) return waitMs
    this.failures.set(key, { count: count + 1, lastMs: nowMs })
    return 0
  }

  /** The attempt that began last was right, or wasn't one. */
  succeeded(key: string): void {
    this.failures.delete(key)
  }

  private current(key: string, nowMs: number): { count: number, lastMs: number } {
    const found = this.failures.get(key)
    // Quiet for twice the longest wait: forgiven.
    const isForgiven = found === undefined || nowMs - found.lastMs > 2 * this.options.longestMs
    return isForgiven ? { count: 0, lastMs: 0 } : found
  }

  private delayMs(count: number): number {
    const above = count - this.options.freeFailures
    if (above < 0) return 0
    return Math.min(this.options.longestMs, this.options.firstMs * 2 ** Math.min(above, 30))
  }
}

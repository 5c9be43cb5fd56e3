import { faultOf } from '../../storage/pool.ts'
import { RecentMap } from './recent-map.ts'

/** 'busy': too many look-ups at once; 'away': the database doesn't answer. Both: come back soon. */
export type LookedUp<Found> = { outcome: 'found', found: Found } | { outcome: 'unknown' | 'busy' | 'away' }

export interface LookUpOptions<Found> {
  read: (key: string) => Promise<Found | undefined>
}

/**
 * Asks the database for what a cache lacks. Strangers can make up keys as they like, so look-ups are
 * limited in number, one at a time per key, and what wasn't there is remembered for a moment.
 */
export class BoundedLookUp<Found> {
  private readonly read: LookUpOptions<Found>['read']
  private readonly running = new Map<string, Promise<LookedUp<Found>>>()
  private readonly unknown = new RecentMap<string, number>(unknownMax)
  private tokens = burstMax
  private filledAtMs = 0

  constructor({ read }: LookUpOptions<Found>) {
    this.read = read
  }

  find(key: string, nowMs: number): Promise<LookedUp<Found>> {
    const running = this.running.get(key)
    if (running !== undefined) return running
    if ((this.unknown.get(key) ?? 0) > nowMs) return Promise.resolve({ outcome: 'unknown' })
    if (!this.take(nowMs)) return Promise.resolve({ outcome: 'busy' })
    const work = this.ask(key, nowMs).finally(() => this.running.delete(key))
    this.running.set(key, work)
    return work
  }

  /** The key may exist now. */
  forget(key: string): void {
    this.unknown.delete(key)
  }

  private async ask(key: string, nowMs: number): Promise<LookedUp<Found>> {
    try {
      const found = await this.read(key)
      if (found !== undefined) return { outcome: 'found', found }
      this.unknown.set(key, nowMs + unknownMs)
      return { outcome: 'unknown' }
    } catch (error) {
      if (faultOf(error).code === 'databaseAway') return { outcome: 'away' }
      throw error
    }
  }

  private take(nowMs: number): boolean {
    const passedMs = Math.max(0, nowMs - this.filledAtMs)
    this.tokens = Math.min(burstMax, this.tokens + passedMs * perSecondMax / 1000)
    this.filledAtMs = nowMs
    if (this.tokens < 1 || this.running.size >= atOnceMax) return false
    this.tokens -= 1
    return true
  }
}

/** Sessions of consoles that move here from another hub; a look-up costs the database about 0.3 ms. */
const burstMax = 500
const perSecondMax = 100
const atOnceMax = 100
/** Short, because the row may be committed on another hub in this very moment. */
const unknownMs = 2_000
const unknownMax = 10_000

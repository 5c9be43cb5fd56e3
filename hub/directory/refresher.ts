import { faultOf } from '../../storage/pool.ts'
import type { Pool } from '../../storage/pool.ts'
import type { Directory, Refresh } from './directory.ts'
import { readAgain } from './read-again.ts'

type Area = Parameters<Refresh>[0]

/**
 * Reads rows that changed, one after the other, and puts them into the directory. While the database is
 * away it keeps what is to be read and tries again. A key waits at most once, so the queue is bounded by
 * the rows there are.
 */
export class Refresher {
  private readonly pool: Pool
  private readonly onBug: (error: unknown) => void
  private readonly waiting = new Map<string, { area: Area, key: string }>()
  private directory: Directory | null = null
  private work: Promise<void> = Promise.resolve()
  private working = false
  private timer: NodeJS.Timeout | null = null
  private stopped = false
  private delayMs = retryMinMs

  constructor({ pool, onBug }: { pool: Pool, onBug: (error: unknown) => void }) {
    this.pool = pool
    this.onBug = onBug
  }

  begin(directory: Directory): void {
    this.directory = directory
    this.wake()
  }

  readonly refresh: Refresh = (area, key) => {
    this.waiting.set(`${area} ${key}`, { area, key })
    this.wake()
  }

  /** Resolves when nothing is being read any more. */
  async stop(): Promise<void> {
    this.stopped = true
    if (this.timer !== null) clearTimeout(this.timer)
    await this.work
  }

  private wake(): void {
    if (this.working || this.stopped || this.timer !== null || this.directory === null) return
    this.working = true
    this.work = this.run(this.directory)
  }

  private async run(directory: Directory): Promise<void> {
    for (const [name, { area, key }] of this.waiting) {
      if (this.stopped) break
      // Taken out first: a change during the read comes in again.
      this.waiting.delete(name)
      try {
        await readAgain({ queries: this.pool, directory }, { area, key })
        this.delayMs = retryMinMs
      } catch (error) {
        if (faultOf(error).code === 'bug') this.onBug(error)
        this.waiting.set(name, { area, key })
        this.tryLater()
        break
      }
    }
    // In the same turn as the look at `waiting`: what comes in later finds nobody working and starts anew.
    this.working = false
  }

  private tryLater(): void {
    if (this.stopped) return
    this.timer = setTimeout(() => {
      this.timer = null
      this.wake()
    }, this.delayMs)
    this.delayMs = Math.min(retryMaxMs, this.delayMs * 2)
  }
}

const retryMinMs = 100
const retryMaxMs = 5_000

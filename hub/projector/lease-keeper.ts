import { type Lease, releaseLease, renewLease, takeLease } from '../../storage/queries/projector-row.ts'
import type { Pool } from '../../storage/pool.ts'

/**
 * The one row that says who projects. free → held (taken, renewed by a timer and by each commit) → free
 * (released, or somebody took it after it had expired). A commit checks it again, so a holder that was asleep
 * harms nothing.
 */
export class LeaseKeeper {
  readonly lease: Lease
  #pool: Pool
  #onLost: () => void
  #timer: NodeJS.Timeout | null = null
  #renewing: Promise<void> = Promise.resolve()

  constructor({ pool, lease, onLost }: { pool: Pool; lease: Lease; onLost: () => void }) {
    this.lease = lease
    this.#pool = pool
    this.#onLost = onLost
  }

  get held(): boolean {
    return this.#timer !== null
  }

  async take(): Promise<boolean> {
    if (!(await takeLease(this.#pool, this.lease))) {
      this.lose()
      return false
    }
    this.#timer ??= setInterval(() => { this.#renewing = this.#renew() }, this.lease.leaseMs / 3)
    return true
  }

  lose(): void {
    if (this.#timer === null) return
    clearInterval(this.#timer)
    this.#timer = null
  }

  /** Somebody else may go on at once. */
  async release(): Promise<void> {
    this.lose()
    await this.#renewing
    await releaseLease(this.#pool, this.lease.holder).catch(() => undefined)
  }

  async #renew(): Promise<void> {
    // While the database is away the lease just runs out; whoever is first afterwards goes on.
    const kept = await renewLease(this.#pool, this.lease).catch(() => true)
    if (kept || !this.held) return
    this.lose()
    this.#onLost()
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { JobKind } from '../../protocol/resources/job.ts'
import { limits } from '../../protocol/limits.ts'
import { type Pool, faultOf } from '../../storage/pool.ts'
import { type HeldJob, claimJob, finishJob, releaseJobs, renewJob, updateProgress } from '../../storage/queries/jobs.ts'
import type { Refusal } from '../operations/refusal.ts'

export interface JobFileMade { name: string; bytes: number }

/** Works on one job until it is done; its progress is stored as it goes. Throws `signal.reason` when it is to end. */
export type JobDriver = (job: HeldJob, held: Held) => Promise<{ file: JobFileMade | null } | Refusal>

export interface Held {
  readonly signal: AbortSignal
  /** Outside of a transaction; for drivers that can't go on where they were. */
  progress(at: { done: number; total: number | null }): Promise<void>
}

export interface JobRunnerParts {
  pool: Pool
  /** This run of the hub. */
  holder: string
  nowMs: () => number
  drivers: Readonly<Record<JobKind, JobDriver>>
  /** A job's row changed. */
  onProgress: (job: HeldJob) => void
  onBug: (error: unknown) => void
}

/**
 * Works on stored jobs, one at a time: claims the oldest, renews its lease, stores its end. A hub that dies lets its
 * lease run out, and another goes on at the cursor. `idle → claiming → working → claiming …`, `stop` from any.
 */
export class JobRunner {
  readonly #parts: JobRunnerParts
  readonly #stopping = new AbortController()
  #wake: (() => void) | null = null
  #isAwake = false
  #work: Promise<void> = Promise.resolve()

  constructor(parts: JobRunnerParts) {
    this.#parts = parts
  }

  start(): void {
    this.#work = this.#run()
  }

  readonly wake = (): void => {
    this.#isAwake = true
    this.#wake?.()
  }

  /** What it works on goes back, for the next start or another hub. */
  async stop(): Promise<void> {
    this.#stopping.abort(new JobEnded('stopping'))
    this.wake()
    await this.#work
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        const job = await claimJob(this.#parts.pool, { holder: this.#parts.holder, leaseMs })
        if (job === undefined) await this.#rest()
        else await this.#workOn(job)
      } catch (error) {
        if (faultOf(error).code === 'bug') this.#parts.onBug(error)
        await this.#rest()
      }
    }
    await releaseJobs(this.#parts.pool, this.#parts.holder).catch(() => undefined)
  }

  async #rest(): Promise<void> {
    if (this.#isAwake || this.#stopping.signal.aborted) {
      this.#isAwake = false
      return
    }
    const timer = new AbortController()
    await Promise.race([
      new Promise<void>((resolve) => { this.#wake = resolve }),
      sleep(pollMs, undefined, { signal: timer.signal }).catch(() => undefined),
    ])
    timer.abort()
    this.#wake = null
    this.#isAwake = false
  }

  async #workOn(job: HeldJob): Promise<void> {
    const ended = new AbortController()
    const signal = AbortSignal.any([ended.signal, this.#stopping.signal])
    const renewal = setInterval(() => void this.#renew(job, ended), renewMs)
    try {
      await this.#renew(job, ended)
      signal.throwIfAborted()
      const made = await this.#parts.drivers[job.kind](job, { signal, progress: (at) => this.#progress(job, at) })
      if ('file' in made) await this.#finish(job, { state: 'succeeded', reason: '', file: made.file })
      else await this.#finish(job, { state: 'failed', reason: `${made.fault.code}: ${made.fault.reason}`, file: null })
    } catch (error) {
      await this.#onThrown(job, error)
    } finally {
      clearInterval(renewal)
      this.#parts.onProgress(job)
    }
  }

  async #onThrown(job: HeldJob, error: unknown): Promise<void> {
    if (error instanceof JobEnded) {
      if (error.how === 'cancelled') await this.#finish(job, { state: 'cancelled', reason: '', file: null })
      return
    }
    // Taken up again when the lease has run out and the database is back.
    if (faultOf(error).code === 'databaseAway') return
    this.#parts.onBug(error)
    await this.#finish(job, { state: 'failed', reason: 'bug: a fault of the hub; it was noted', file: null })
  }

  async #finish(
    { id }: HeldJob,
    end: { state: 'succeeded' | 'failed' | 'cancelled'; reason: string; file: JobFileMade | null },
  ): Promise<void> {
    const { pool, holder, nowMs } = this.#parts
    await finishJob(pool, { id, holder, ...end, nowMs: nowMs(), keptMs: limits.jobKeptMs })
  }

  async #renew(job: HeldJob, ended: AbortController): Promise<void> {
    try {
      const state = await renewJob(this.#parts.pool, { id: job.id, holder: this.#parts.holder, leaseMs })
      if (state === 'cancelling') ended.abort(new JobEnded('cancelled'))
      if (state === 'lost') ended.abort(new JobEnded('lost'))
      this.#parts.onProgress(job)
    } catch {
      // The database is away: the work hears so from its own queries.
    }
  }

  async #progress(job: HeldJob, { done, total }: { done: number; total: number | null }): Promise<void> {
    const { pool, holder } = this.#parts
    const { id, cursor, failed } = job
    if (!await updateProgress(pool, { id, holder, cursor, done, failed, total })) throw new JobEnded('lost')
  }
}

/** Not a fault: the work is to stop where it is. */
export class JobEnded extends Error {
  readonly how: 'cancelled' | 'lost' | 'stopping'

  constructor(how: 'cancelled' | 'lost' | 'stopping') {
    super(how)
    this.how = how
  }
}

/** Another hub takes over after so long a silence. */
const leaseMs = 15_000
/** Also how soon a wish to cancel is seen. */
const renewMs = 1_000
const pollMs = 2_000

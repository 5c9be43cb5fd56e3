import { type Signal, signal } from '@preact/signals-core'
import { type JobRow, cancelJob, getJob } from '../../protocol/operations/jobs.ts'
import { listRows } from '../../protocol/operations/lists.ts'
import type { JobId } from '../../protocol/ids.ts'
import type { Api } from './api.ts'
import type { LiveHints } from './live-hints.ts'

/** The newest jobs of this user, kept fresh by hints, and by asking while one is under way. */
export class JobShelf {
  readonly jobs: Signal<readonly JobRow[]> = signal([])
  readonly #api: Api
  readonly #live: LiveHints
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopListening: (() => void) | undefined

  constructor({ api, live }: { api: Api; live: LiveHints }) {
    this.#api = api
    this.#live = live
  }

  start(user: string): void {
    this.#stopListening = this.#live.listen(['jobs'], () => void this.#read(user))
    void this.#read(user)
  }

  stop(): void {
    this.#stopListening?.()
    clearTimeout(this.#timer)
    this.jobs.value = []
  }

  /** A job that was just started, so that its progress shows at once. */
  async follow(job: JobId): Promise<JobRow | null> {
    const answer = await this.#api.call(getJob, { job })
    if (!answer.ok) return null
    const others = this.jobs.peek().filter(({ id }) => id !== job)
    this.jobs.value = [answer.output.job, ...others].slice(0, shelfRows)
    this.#schedule(answer.output.job.ownerId)
    return answer.output.job
  }

  async cancel(job: string): Promise<void> {
    await this.#api.call(cancelJob, { job: job as JobId })
    await this.follow(job as JobId)
  }

  async #read(user: string): Promise<void> {
    const answer = await this.#api.call(listRows, { resource: 'jobs', filters: { owner: [user] }, rows: shelfRows })
    if (answer.ok) this.jobs.value = answer.output.rows as unknown as JobRow[]
    this.#schedule(user)
  }

  #schedule(user: string): void {
    clearTimeout(this.#timer)
    if (!this.jobs.peek().some(isUnderWay)) return
    this.#timer = setTimeout(() => void this.#read(user), askAgainMs)
  }
}

export function isUnderWay({ state }: Pick<JobRow, 'state'>): boolean {
  return state === 'waiting' || state === 'running'
}

/** 0 to 1; null while it isn't known how much there is to do. */
export function progressOf({ done, total, state }: Pick<JobRow, 'done' | 'total' | 'state'>): number | null {
  if (state === 'succeeded') return 1
  return total === null || total === 0 ? null : Math.min(1, (done ?? 0) / total)
}

const shelfRows = 12
const askAgainMs = 1_500

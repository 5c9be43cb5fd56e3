import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { faultOf } from '../../storage/pool.ts'
import type { Pool } from '../../storage/pool.ts'
import { indexContacts } from '../../storage/writers/contact-search.ts'
import { indexMessages } from '../../storage/writers/message-search.ts'
import { initialsOf } from './initials.ts'

export interface SearchIndexer {
  /** The projector has stored something. */
  wake(): void
  /** Resolves when nothing is being written any more, or soon. */
  stop(): Promise<void>
}

export interface SearchIndexerParts {
  /** Its own: ended with it. */
  pool: Pool
  /** The projector is behind: it goes first. */
  isBusy: () => boolean
  onBug: (error: unknown) => void
}

/**
 * Makes stored messages and new names findable, a few seconds behind the projector and never in its way: small
 * batches, a fifth of the time at most. Every hub has one; the database lets one of them work at a time.
 */
export function startSearchIndexer({ pool, isBusy, onBug }: SearchIndexerParts): SearchIndexer {
  let timer: NodeJS.Timeout | null = null
  let work: Promise<void> = Promise.resolve()
  let isStopped = false
  let isDirty = true

  const later = (delayMs: number): void => {
    if (isStopped || timer !== null) return
    timer = setTimeout(() => {
      timer = null
      work = round().then(later)
    }, delayMs)
  }
  /** Answers in how many ms to go on. */
  const round = async (): Promise<number> => {
    if (!isDirty || isBusy()) return idleMs
    isDirty = false
    const startedMs = performance.now()
    try {
      const contacts = await pool.transaction((inside) => indexContacts(inside, { rowsMax: batchRows, initialsOf }))
      const messages = await pool.transaction((inside) => indexMessages(inside, { rowsMax: batchRows })) ?? 0
      if (Math.max(contacts, messages) < batchRows) return idleMs
      isDirty = true
    } catch (error) {
      isDirty = true
      if (faultOf(error).code === 'bug') onBug(error)
      return retryMs
    }
    return Math.max(restMs, restPerWork * (performance.now() - startedMs))
  }
  later(idleMs)
  return {
    wake() { isDirty = true },
    async stop() {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
      // A database that doesn't answer undoes the batch by itself.
      const isDone = await Promise.race([work.then(() => true), sleep(stopMs, false, { ref: false })])
      const ended = pool.end().catch(() => undefined)
      if (isDone) await ended
    },
  }
}

const batchRows = 300
const restPerWork = 4
const restMs = 20
const idleMs = 1_000
const retryMs = 5_000
const stopMs = 500

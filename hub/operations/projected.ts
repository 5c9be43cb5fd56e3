import type { Position } from '../../protocol/ids.ts'
import { statement } from '../../storage/pool.ts'
import type { Pool } from '../../storage/pool.ts'

/** How far storage has come, asked for everybody who waits at once. */
export interface Projected {
  reached(position: Position, withinMs: number): Promise<'reached' | 'late'>
  /** Told by who knows it already; saves a look. */
  note(position: Position): void
  stop(): void
}

interface Waiter { position: Position, untilMs: number, done: (outcome: 'reached' | 'late') => void }

export function newProjected({ pool, nowMs }: { pool: Pool, nowMs: () => number }): Projected {
  const waiters = new Set<Waiter>()
  let known: Position = 0
  let timer: NodeJS.Timeout | null = null
  let looking = false
  let isStopped = false

  const settle = (): void => {
    for (const waiter of waiters) {
      const reached = waiter.position <= known
      if (!reached && nowMs() < waiter.untilMs) continue
      waiters.delete(waiter)
      waiter.done(reached ? 'reached' : 'late')
    }
  }
  const look = async (): Promise<void> => {
    looking = true
    try {
      const { rows } = await pool.query<{ position: number }>(selectPosition)
      known = Math.max(known, rows[0]?.position ?? 0)
    } catch {
      // The database is away: who waits hears so from its own query, or is late.
    }
    looking = false
    settle()
    plan()
  }
  const plan = (): void => {
    if (isStopped || waiters.size === 0 || timer !== null || looking) return
    timer = setTimeout(() => {
      timer = null
      void look()
    }, pollMs)
  }
  return {
    reached(position, withinMs) {
      if (position <= known) return Promise.resolve('reached')
      if (isStopped || waiters.size >= waitersMax) return Promise.resolve('late')
      return new Promise((resolve) => {
        waiters.add({ position, untilMs: nowMs() + withinMs, done: resolve })
        if (waiters.size === 1 && timer === null && !looking) void look()
      })
    },
    note(position) {
      known = Math.max(known, position)
      settle()
    },
    stop() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      isStopped = true
      for (const { done } of waiters) done('late')
      waiters.clear()
    },
  }
}

const selectPosition = statement('projected_position', 'select position from projector')
const pollMs = 15
const waitersMax = 10_000

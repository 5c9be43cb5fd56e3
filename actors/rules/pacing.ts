/** At most so many in one period, which begins with the first of them. */
export interface Pace { readonly perPeriod: number; readonly periodMs: number }

/** What the period that runs has had. */
export interface Spent { readonly beganMs: number; readonly used: number }

export interface Spending {
  /** How many may happen now. */
  readonly granted: number
  readonly spent: Spent
  /** When more may, where some must wait. */
  readonly nextMs: number | null
}

export const nothingSpent: Spent = { beganMs: 0, used: 0 }

/** Of what is wanted now, as many as the period has left; the rest waits for the next one. */
export function spend(
  { perPeriod, periodMs }: Pace, before: Spent, { wanted, nowMs }: { wanted: number; nowMs: number },
): Spending {
  const isOver = before.used === 0 || nowMs >= before.beganMs + periodMs
  const now = isOver ? { beganMs: nowMs, used: 0 } : before
  const granted = Math.max(0, Math.min(wanted, perPeriod - now.used))
  const spent = granted === 0 ? before : { beganMs: now.beganMs, used: now.used + granted }
  return { granted, spent, nextMs: granted === wanted ? null : now.beganMs + periodMs }
}

import { comeBackOf, retryMsOf } from '../../protocol/close-codes.ts'

/** Waiting times of a phone, ms. Tests make them short. */
export interface Delays {
  /** At most this long before the first try after a close that says "now". */
  nowMs: number
  /** Failed tries wait twice as long each time, up to this. */
  backoffMsMax: number
  /** A "later" whose reason names no time. */
  laterMs: number
  /** After the phone's own fault. */
  mendedMs: number
}

export const naturalDelays: Delays = { nowMs: 500, backoffMsMax: 30_000, laterMs: 5_000, mendedMs: 60_000 }
export const hastyDelays: Delays = { nowMs: 10, backoffMsMax: 200, laterMs: 20, mendedMs: 20 }

/**
 * How long to wait before the next try, or `never`. `failures`: tries in a row that ended without a welcome.
 */
export function comeBackAfter(
  { code, reason, failures, delays, random }: {
    code: number; reason: string; failures: number; delays: Delays; random: () => number
  },
): number | 'never' {
  const advice = comeBackOf(code)
  const named = retryMsOf(reason)
  if (advice === 'never') return 'never'
  if (advice === 'mended') return Math.max(named ?? 0, delays.mendedMs)
  if (advice === 'later') return named ?? delays.laterMs
  // Half of it is chance, so that phones that were cut off together don't come back together.
  const patience = Math.min(delays.backoffMsMax, delays.nowMs * 2 ** Math.min(failures, 20))
  return named ?? (failures === 0 ? random() * patience : patience * (0.5 + random() / 2))
}

/** A refused upgrade as a close code: 401 and 403 are final, the rest is a busy or missing hub. */
export function closeCodeOfStatus(status: number): number {
  if (status === 401 || status === 403) return 4500
  return status === 429 || status === 503 ? 4200 : 1006
}

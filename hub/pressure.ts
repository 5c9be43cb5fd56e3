import { limits } from '../protocol/limits.ts'
import { hubLimits } from './limits.ts'

/** How full the journal is and how far storage lags behind it. */
export interface Pressure {
  /** 0–1, of the stream's bytes. */
  journalFill: number
  /** Events between the journal's end and storage. */
  lagEvents: number
}

/**
 * The uplink window that phones are told: the whole up to the slow marks, then less and less, so that phones
 * slow down before anything overflows. Never nothing: a phone must be able to tell what it has.
 */
export function windowOf({ journalFill, lagEvents }: Pressure): number {
  const room = Math.min(
    (hubLimits.journalFullRatio - journalFill) / (hubLimits.journalFullRatio - hubLimits.journalSlowRatio),
    2 - lagEvents / hubLimits.projectorSlowEvents,
  )
  const share = Math.min(1, Math.max(0, room))
  return Math.max(limits.uplinkWindowMin, Math.round(limits.uplinkWindowMax * share))
}

import { limits } from '../protocol/limits.ts'
import { hubLimits } from './limits.ts'

/** How full the journal is and how far storage lags behind it. */
export interface Pressure {
  /** 0–1, of the stream's bytes. */
  readonly journalFill: number
  /** Events between the journal's end and storage. */
  readonly lagEvents: number
  /** From where on phones slow down; at four times as much there is no room left. */
  readonly lagEventsSlow: number
}

/**
 * The uplink window that phones are told: the whole up to the slow marks, then less and less, so that phones
 * slow down before anything overflows. Never nothing: a phone must be able to tell what it has.
 */
export function windowOf(pressure: Pressure): number {
  return Math.max(limits.uplinkWindowMin, Math.round(limits.uplinkWindowMax * roomOf(pressure)))
}

/**
 * Whether acks wait for storage. The smallest window alone slows nobody down who is near: a thousand phones with
 * 16 messages each send a million messages a second over a quick network. So when there is no room left, what
 * phones may send next follows what storage has taken; no figure to regulate, so nothing that swings.
 */
export function acksWait(pressure: Pressure): boolean {
  return roomOf(pressure) === 0
}

/** 1 where nothing presses, 0 where no room is left. */
function roomOf({ journalFill, lagEvents, lagEventsSlow }: Pressure): number {
  const { journalFullRatio, journalSlowRatio } = hubLimits
  const room = Math.min(
    (journalFullRatio - journalFill) / (journalFullRatio - journalSlowRatio),
    (4 * lagEventsSlow - lagEvents) / (3 * lagEventsSlow),
  )
  return Math.min(1, Math.max(0, room))
}

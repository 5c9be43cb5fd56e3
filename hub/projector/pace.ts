import { hubLimits } from '../limits.ts'

/** What is known after a batch. */
export interface Committed {
  events: number
  tookMs: number
  /** Between the newest event that is stored and now. */
  lagMs: number
  /** Share of the time that the hub's own loop is at work, 0 to 1. */
  roadBusy: number
}

/**
 * How long from the beginning of one batch to that of the next: storage gives way to the road. A message acked
 * quickly is what phones and agents feel; what storage leaves undone the journal keeps. So while the road is busy
 * storage works a quarter of the time, in large batches, and between them its database is free for reads. Where it
 * is far behind it works all the time: phones slow down then, by their windows, and the processor is its own again.
 * Lower priorities instead of rests were tried: a read then waits for a batch that hardly gets any processor.
 */
export function periodOf({ events, tookMs, lagMs, roadBusy }: Committed): number {
  const { projectorGatherMs, projectorRestLagMs } = hubLimits
  if (events < largeBatchEvents || roadBusy < busyFrom) return 0
  const calm = Math.min(1, Math.max(0, 2 - lagMs / projectorRestLagMs))
  return calm * Math.max(projectorGatherMs, tookMs * (1 + restPerWork))
}

/** Smaller ones take next to nothing from the road, and are seen at once. */
const largeBatchEvents = 500
const busyFrom = 0.6
const restPerWork = 3

import { hubLimits } from '../limits.ts'

/**
 * How many events one transaction takes: as many as it can within `projectorBatchMs`, because the embedded
 * database serves nobody else meanwhile, and how fast it is depends on what the road leaves it.
 */
export class BatchSize {
  #events: number = hubLimits.projectorBatchEventsMin

  get events(): number {
    return this.#events
  }

  committed({ events, tookMs }: { events: number; tookMs: number }): void {
    const { projectorBatchMs, projectorBatchEventsMin, projectorBatchEvents } = hubLimits
    // A batch that wasn't full says nothing of a larger one.
    if (tookMs > projectorBatchMs) this.#events = Math.max(projectorBatchEventsMin, Math.floor(this.#events / 2))
    else if (tookMs < projectorBatchMs / 2 && events > this.#events / 2) {
      this.#events = Math.min(projectorBatchEvents, this.#events * 2)
    }
  }
}

/** Counts latencies in 20 µs steps up to 200 ms and in 1 ms steps up to 30 s; adding one costs a few nanoseconds. */
export class LatencyHistogram {
  readonly #fine = new Uint32Array(fineMaxMs / fineMs)
  readonly #coarse = new Uint32Array(coarseMaxMs)
  #count = 0

  get count(): number {
    return this.#count
  }

  add(ms: number): void {
    const late = ms > 0 ? ms : 0
    this.#count += 1
    if (late < fineMaxMs) this.#fine[Math.floor(late / fineMs)]! += 1
    else this.#coarse[Math.min(coarseMaxMs - 1, Math.floor(late))]! += 1
  }

  /** Null if nothing was counted; else the upper edge of the step that holds this share, ms. */
  quantile(share: number): number | null {
    if (this.#count === 0) return null
    let left = Math.max(1, Math.ceil(share * this.#count))
    for (let step = 0; step < this.#fine.length; step++) {
      left -= this.#fine[step]!
      if (left <= 0) return Number(((step + 1) * fineMs).toFixed(2))
    }
    for (let step = 0; step < this.#coarse.length; step++) {
      left -= this.#coarse[step]!
      if (left <= 0) return step + 1
    }
    return coarseMaxMs
  }

  clear(): void {
    this.#fine.fill(0)
    this.#coarse.fill(0)
    this.#count = 0
  }
}

const fineMs = 0.02
const fineMaxMs = 200
const coarseMaxMs = 30_000

/** The only place that reads the time. */
export interface Clock {
  nowMs: () => number
  every: (ms: number, work: () => void) => { stop(): void }
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  every(ms, work) {
    const timer = setInterval(work, ms)
    return { stop: () => clearInterval(timer) }
  },
}

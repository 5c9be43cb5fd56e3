/**
 * Everything that is to happen later, so that a stop can take it back. `speed` 10 makes ten minutes of one.
 */
export class Timers {
  readonly #speed: number
  readonly #pending = new Set<NodeJS.Timeout>()
  #stopped = false

  constructor(speed = 1) {
    this.#speed = speed
  }

  after(ms: number, work: () => void): void {
    if (this.#stopped) return
    const timer = setTimeout(() => {
      this.#pending.delete(timer)
      work()
    }, ms / this.#speed)
    this.#pending.add(timer)
  }

  /** Never resolves after a stop: who waits is forgotten. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => { this.after(ms, resolve) })
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#pending) clearTimeout(timer)
    this.#pending.clear()
  }
}

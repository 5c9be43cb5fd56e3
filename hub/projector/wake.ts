/** One loop waits for something to do; whoever has it says so. A call in between is not lost. */
export class Wake {
  #called = false
  #resolve: (() => void) | null = null

  now(): void {
    this.#called = true
    this.#resolve?.()
  }

  /** Resolves at the next call, at once if there was one since the last wait, or after `ms`. */
  async within(ms: number): Promise<void> {
    if (!this.#called) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.#resolve = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#resolve = null
    this.#called = false
  }
}

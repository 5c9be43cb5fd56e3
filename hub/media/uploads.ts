/** One connection that writes a part. */
export interface Writer {
  /** When bytes came last, `performance.now()`. */
  heardAtMs: () => number
  /** Ends the connection; `done` follows. */
  cut: () => void
}

/** At most one writer per part, and not too many at once. */
export class Uploads {
  private readonly writers = new Map<string, Writer & { done: Promise<void> }>()

  /**
   * 'busy': the part is being written; 'full': too many uploads. A writer that has been silent for a while is
   * taken for dead and cut: its phone has lost the network and come back.
   */
  async run<T>(
    part: string, { writer, work }: { writer: Writer, work: () => Promise<T> },
  ): Promise<'busy' | 'full' | { value: T }> {
    const before = this.writers.get(part)
    if (before !== undefined) {
      if (performance.now() - before.heardAtMs() < silentMs) return 'busy'
      before.cut()
      await before.done
    }
    if (this.writers.has(part)) return 'busy'
    if (this.writers.size >= uploadsMax) return 'full'
    let finish = (): void => undefined
    const done = new Promise<void>((resolve) => { finish = resolve })
    this.writers.set(part, { ...writer, done })
    try {
      return { value: await work() }
    } finally {
      this.writers.delete(part)
      finish()
    }
  }
}

/** Each may hold about 1 MiB. */
const uploadsMax = 64
const silentMs = 2_000

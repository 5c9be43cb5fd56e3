import type { JournalStream } from '../nats/journal-stream.ts'

/** How full the journal is, 0 to 1 of its bytes, as last heard. */
export class JournalFill {
  ratio = 0
  #stream: () => JournalStream
  #asking = false

  constructor(stream: () => JournalStream) {
    this.#stream = stream
  }

  /** One question at a time; while NATS is away the last answer stands. */
  async ask(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    try {
      const { bytes, bytesMax } = await this.#stream().state()
      this.ratio = bytesMax > 0 ? bytes / bytesMax : 0
    } catch {
      // NATS is away: nothing is stored meanwhile either.
    } finally {
      this.#asking = false
    }
  }
}

/** Heartbeats of one connection: says one each period, and notices when nothing was heard for three. */
export class Pulse {
  readonly #say: () => void
  readonly #onSilence: () => void
  #timer: NodeJS.Timeout | null = null
  #heardAt = 0

  constructor({ say, onSilence }: { say: () => void; onSilence: () => void }) {
    this.#say = say
    this.#onSilence = onSilence
  }

  heard(): void {
    this.#heardAt = performance.now()
  }

  start(periodMs: number): void {
    this.stop()
    this.#timer = setInterval(() => {
      if (performance.now() - this.#heardAt > silentPeriods * periodMs) this.#onSilence()
      else this.#say()
    }, periodMs)
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}

const silentPeriods = 3

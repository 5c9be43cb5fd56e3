import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** Updates its host once in a while, for times that count up; rests while the page is hidden. */
export class Ticker implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #everyMs: number
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(host: ReactiveControllerHost, { everyMs }: { everyMs: number }) {
    this.#host = host
    this.#everyMs = everyMs
    host.addController(this)
  }

  hostConnected(): void {
    this.#timer = setInterval(() => {
      if (document.visibilityState === 'visible') this.#host.requestUpdate()
    }, this.#everyMs)
  }

  hostDisconnected(): void {
    clearInterval(this.#timer)
  }
}

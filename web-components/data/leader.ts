import { signal } from '@preact/signals-core'

/**
 * One tab of this browser does what must be done once, as notifying. Leading goes to the next tab when this one is
 * closed. Without locks (no https) every tab leads: then there are no notifications either.
 */
export class Leader {
  readonly isLeading = signal(false)
  readonly #release: () => void
  readonly #gone = new AbortController()

  constructor(name: string, locks: LockManager | undefined = globalThis.navigator?.locks) {
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => { release = resolve })
    this.#release = release
    if (locks === undefined) {
      this.isLeading.value = true
      return
    }
    locks.request(name, { signal: this.#gone.signal }, () => {
      this.isLeading.value = true
      return released
    }).catch(() => undefined)
  }

  stop(): void {
    this.isLeading.value = false
    this.#gone.abort()
    this.#release()
  }
}

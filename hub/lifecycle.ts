import { setTimeout as sleep } from 'node:timers/promises'

/** One part of the hub: started in the order of the list, stopped in the reverse order. */
export interface Part {
  readonly name: string
  stop(): Promise<void> | void
}

/**
 * Start order is a list; stop is the same list backwards. A part that fails to start stops those before it.
 */
export class Parts {
  #parts: Part[] = []
  #onStopping: (name: string) => void
  #stopWithinMs: number | null

  /** `stopWithinMs` null: a part takes the time it needs, as a database that writes down what it has. */
  constructor({ onStopping = () => undefined, stopWithinMs = null }: PartsOptions = {}) {
    this.#onStopping = onStopping
    this.#stopWithinMs = stopWithinMs
  }

  /** Names what is being started in its error. */
  async start<T>(name: string, start: () => Promise<T> | T, stop: (value: T) => Promise<void> | void): Promise<T> {
    try {
      const value = await start()
      this.#parts.push({ name, stop: () => stop(value) })
      return value
    } catch (error) {
      await this.stop()
      throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }

  /**
   * A part that doesn't stop keeps the others from nothing: its error is thrown at the end, and one that waits for a
   * server that is frozen is waited for no longer than `stopWithinMs`.
   */
  async stop(): Promise<void> {
    let failed: Error | null = null
    for (const part of this.#parts.splice(0).reverse()) {
      this.#onStopping(part.name)
      try {
        await this.#stopped(part)
      } catch (error) {
        failed ??= error instanceof Error ? error : new Error(String(error))
      }
    }
    if (failed !== null) throw failed
  }

  async #stopped(part: Part): Promise<void> {
    if (this.#stopWithinMs === null) return part.stop()
    const impatience = new AbortController()
    const late = sleep(this.#stopWithinMs, undefined, { signal: impatience.signal }).catch(() => undefined)
    await Promise.race([part.stop(), late]).finally(() => impatience.abort())
  }
}

interface PartsOptions { onStopping?: (name: string) => void; stopWithinMs?: number | null }

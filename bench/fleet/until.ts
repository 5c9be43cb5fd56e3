/**
 * Resolves with the first thing that `look` finds, now or after a `changed` event; rejects when it takes too
 * long or `look` throws, because it can't happen any more.
 */
export function until<T>({ emitter, look, what, withinMs = patienceMs }: {
  emitter: Changing; look: () => T | undefined; what: string; withinMs?: number
}): Promise<T> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      clearTimeout(timer)
      emitter.off('changed', onChanged)
      settle()
    }
    const onChanged = () => {
      try {
        const value = look()
        if (value !== undefined) done(() => resolve(value))
      } catch (error) {
        done(() => reject(error))
      }
    }
    const timer = setTimeout(
      () => done(() => reject(new Error(`${what}: not within ${withinMs} ms`))), withinMs,
    )
    emitter.on('changed', onChanged)
    onChanged()
  })
}

interface Changing {
  on(event: 'changed', listener: () => void): unknown
  off(event: 'changed', listener: () => void): unknown
}

/** Longer than any step of a test with real servers on a busy machine. */
const patienceMs = 20_000

/** Opens once: what waits for a greeting. */
export interface Gate {
  readonly opened: Promise<void>
  /** `check` runs only the first time. */
  open(check?: () => void): void
}

export function newGate(): Gate {
  let resolve: (() => void) | null = null
  const opened = new Promise<void>((done) => { resolve = done })
  return {
    opened,
    open(check) {
      if (resolve === null) return
      check?.()
      resolve()
      resolve = null
    },
  }
}

import { fileURLToPath } from 'node:url'

/** A peer whose garbage can be collected from outside, to measure its memory. */
export interface Collectable {
  collectGarbage(): void
}

/**
 * Options for a peer's Node: garbage can be collected, and the young generation doesn't grow and shrink, so that it
 * neither hides nor adds to what phones take.
 */
export const steadyHeapOptions = [
  '--min-semi-space-size=16', '--max-semi-space-size=16', '--expose-gc', '--import',
  fileURLToPath(new URL('../load/collect-on-signal.js', import.meta.url)),
]

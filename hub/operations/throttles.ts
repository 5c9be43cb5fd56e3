import { Throttle } from '../sessions/throttle.ts'

export interface Throttles {
  /** By login name: guessing one person's password from anywhere. */
  signInName: Throttle
  /** By address: one password for many names. An office shares an address. */
  signInAddress: Throttle
  enrolAddress: Throttle
  newEnrolments: Throttle
}

export function newThrottles(): Throttles {
  return {
    signInName: new Throttle({ freeFailures: 5, firstMs: 1_000, longestMs: 60_000, keysMax }),
    signInAddress: new Throttle({ freeFailures: 30, firstMs: 500, longestMs: 30_000, keysMax }),
    enrolAddress: new Throttle({ freeFailures: 20, firstMs: 1_000, longestMs: 60_000, keysMax }),
    newEnrolments: new Throttle({ freeFailures: 60, firstMs: 1_000, longestMs: 10_000, keysMax }),
  }
}

/** About 150 bytes each. */
const keysMax = 20_000

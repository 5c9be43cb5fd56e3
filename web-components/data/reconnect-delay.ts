import { comeBackOf, retryMsOf } from '../../protocol/close-codes.ts'

export interface Closed {
  code: number
  reason: string
  /** Attempts that failed in a row, this one included: 1 at first. */
  attempt: number
  /** 0 ≤ random < 1 */
  random: number
}

/**
 * How long to stay away after a close, in ms; null: don't come back by yourself. The close code's range
 * carries the advice.
 */
export function reconnectDelayMs({ code, reason, attempt, random }: Closed): number | null {
  const backoffMs = Math.min(backoffMostMs, backoffFirstMs * 2 ** Math.min(attempt - 1, 16))
  switch (comeBackOf(code)) {
    case 'never': return null
    case 'mended': return mendedMs + random * mendedMs / 2
    // The hub spreads the peers over its own window: only what failed since then is added.
    case 'later': return (retryMsOf(reason) ?? laterMs) + random * backoffMs
    case 'now': return backoffMs / 2 + random * backoffMs / 2
  }
}

const backoffFirstMs = 600
/** An agent waits for this at most when the hub is back; a thousand agents then come over half a minute. */
const backoffMostMs = 30_000
const laterMs = 3_000
/** The protocol asks for a minute after a fault of ours. */
const mendedMs = 60_000

import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import type { TestSeat } from '../support/seat.ts'
import { viewDifference } from '../support/view-difference.ts'

/**
 * The rule that holds everything together: what a console has been told live is what it would load now. Waits
 * for the live side to arrive at what was loaded, for events may still be on their way.
 */
export async function expectLiveIsFresh(...seats: readonly TestSeat[]): Promise<void> {
  for (const seat of seats) {
    expect(seat.faults).toEqual([])
    const untilMs = performance.now() + equalWithinMs
    for (;;) {
      await seat.settled()
      const differences = await seat.loadAfresh().then(
        (fresh) => viewDifference({ live: seat.view.rows(), fresh: fresh.rows() }),
        // Storage may still be coming back.
        (error: unknown) => [String(error)],
      )
      if (differences.length === 0) break
      if (performance.now() > untilMs) expect(differences).toEqual([])
      await sleep(lookAgainMs)
    }
  }
}

/**
 * Says something again and again until `stop`, at the latest until the test ends: a failed one disturbs none after it.
 */
export function keepTalking(say: () => void, { everyMs }: { everyMs: number }): { stop(): void } {
  const timer = setInterval(say, everyMs)
  const stop = (): void => clearInterval(timer)
  onTestFinished(stop)
  return { stop }
}

/** Texts of what phones told, in the order in which the seat heard it. */
export function toldTexts(seat: TestSeat): string[] {
  return seat.told.flatMap(({ event }) => event.kind === 'messageReceived' ? [event.text] : [])
}

const equalWithinMs = 10_000
const lookAgainMs = 50

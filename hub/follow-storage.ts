import { unpack } from '../protocol/codec.ts'
import type { Position } from '../protocol/ids.ts'
import type { Clock } from './clock.ts'
import type { JournalFill } from './journal/journal-fill.ts'
import type { Lag } from './lag.ts'
import type { NatsLink } from './nats/nats-link.ts'
import { projectedSubject } from './projector/projected-teller.ts'

export interface FollowStorage {
  link: NatsLink
  clock: Clock
  fill: JournalFill
  lag: Lag
  /** Who waits for storage hears of it. */
  onStored: (position: Position) => void
}

/** What the projector tells, wherever it runs; the journal's fill is asked here, for it grows without a projector. */
export function followStorage({ link, clock, fill, lag, onStored }: FollowStorage): { stop(): void } {
  const subscription = link.listen(projectedSubject, (payload) => {
    const [position] = unpack(payload) as [Position]
    lag.onStored(position)
    onStored(position)
  })
  const asking = clock.every(fillEveryMs, () => void fill.ask())
  return {
    stop() {
      subscription.unsubscribe()
      asking.stop()
    },
  }
}

const fillEveryMs = 1_000

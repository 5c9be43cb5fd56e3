import type { FieldSet, Fields } from '../../protocol/fields.ts'
import type { Fact } from '../../protocol/events/fact.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import { type Position, type RunId, hubSource } from '../../protocol/ids.ts'
import type { FeedEvent } from '../feed/feed.ts'
import type { Journal } from './journal.ts'

/** The hub's own facts: presence, beats, stored media. Numbered under `h/<run>`. */
export interface Voice {
  /**
   * Resolves with its position once the hub's own feed has accepted it; never if the run ends before.
   * `onAccepted` is called at its place in the feed, before the next event: for what must be in order.
   */
  say<Name extends string, S extends FieldSet>(
    fact: Fact<Name, S>, value: Fields<S>, onAccepted?: (event: FeedEvent) => void,
  ): Promise<Position>
}

export interface HubVoice extends Voice {
  onEvent(event: FeedEvent): void
}

export function newVoice({ journal, run, nowMs }: { journal: Journal; run: RunId; nowMs: () => number }): HubVoice {
  const source = hubSource(run)
  /** Bounded by the facts a hub has in flight: its sockets and uploads. */
  const waiting = new Map<number, (event: FeedEvent) => void>()
  let sequence = 0
  return {
    say(fact, value, onAccepted) {
      sequence += 1
      const event = fact.of({ source, sequence, epoch: 0, atMs: nowMs() }, value) as unknown as HubEvent
      const accepted = new Promise<Position>((resolve) => {
        waiting.set(sequence, (at) => {
          onAccepted?.(at)
          resolve(at.position)
        })
      })
      journal.offerOwn(event)
      return accepted
    },
    onEvent(at) {
      if (at.event.source !== source) return
      const accepted = waiting.get(at.event.sequence)
      waiting.delete(at.event.sequence)
      accepted?.(at)
    },
  }
}

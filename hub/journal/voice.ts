import type { FieldSet, Fields } from '../../protocol/fields.ts'
import type { Fact } from '../../protocol/events/fact.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import { type Position, type RunId, hubSource } from '../../protocol/ids.ts'
import type { FeedEvent } from '../feed/feed.ts'
import type { Journal } from './journal.ts'

/** The hub's own facts: presence, beats, stored media. Numbered under `h/<run>`. */
export interface Voice {
  /** Resolves with its position once the hub's own feed has accepted it. Never resolves if the run ends before. */
  say<Name extends string, S extends FieldSet>(fact: Fact<Name, S>, value: Fields<S>): Promise<Position>
}

export interface HubVoice extends Voice {
  onEvent(event: FeedEvent): void
}

export function newVoice({ journal, run, nowMs }: { journal: Journal; run: RunId; nowMs: () => number }): HubVoice {
  const source = hubSource(run)
  /** Bounded by the facts a hub has in flight: its sockets and uploads. */
  const waiting = new Map<number, (position: Position) => void>()
  let sequence = 0
  return {
    say(fact, value) {
      sequence += 1
      const event = fact.of({ source, sequence, epoch: 0, atMs: nowMs() }, value) as unknown as HubEvent
      const accepted = new Promise<Position>((resolve) => waiting.set(sequence, resolve))
      journal.offerOwn(event)
      return accepted
    },
    onEvent({ event, position }) {
      if (event.source !== source) return
      waiting.get(event.sequence)?.(position)
      waiting.delete(event.sequence)
    },
  }
}

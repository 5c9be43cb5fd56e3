import { pack, unpack } from '../../protocol/codec.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import type { LiveTopic } from '../../protocol/resource.ts'
import type { Clock } from '../clock.ts'
import type { NatsLink } from '../nats/nats-link.ts'
import { type Hint, hintsOf } from './hints-of.ts'
import { LiveHints } from './live-hints.ts'

export interface LiveParts {
  hints: LiveHints
  /** To the consoles of every hub, this one too. */
  hint: (hint: Hint) => void
  onHeard: (event: HubEvent) => void
  start: (clock: Clock) => { stop(): void }[]
}

/** What the journal tells, every hub hears by itself; the rest goes over NATS, and nothing waits for it. */
export function newLiveParts(link: NatsLink): LiveParts {
  const hints = new LiveHints()
  link.listen('live.hints', (payload) => {
    const [topic, id] = unpack(payload) as [LiveTopic, string | null]
    hints.tell(id === null ? { topic } : { topic, id })
  })
  return {
    hints,
    hint: ({ topic, id = null }) => link.tell('live.hints', pack([topic, id])),
    onHeard: (event) => {
      if (hints.size > 0) for (const hint of hintsOf(event)) hints.tell(hint)
    },
    start: (clock) => [
      clock.every(flushMs, () => hints.flush(clock.nowMs())), clock.every(beatMs, () => hints.beat()),
    ],
  }
}

const flushMs = 1_000
const beatMs = 20_000

import type { HubEvent } from '../protocol/events/index.ts'
import type { RunId } from '../protocol/ids.ts'
import type { Accounts } from './accounts.ts'
import type { Directory } from './directory/directory.ts'
import { isForStorage } from './feed/catch-up.ts'
import type { FeedParts } from './feed/feed.ts'
import type { OpenCommands } from './feed/open-commands.ts'
import type { Ring } from './feed/ring.ts'
import type { JournalEntry } from './journal/journal-entry.ts'
import type { HubVoice } from './journal/voice.ts'
import type { Lag } from './lag.ts'
import type { Phones } from './phones.ts'
import type { Seats } from './seats.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

export interface FeedListenersParts {
  run: RunId
  directory: Directory
  openCommands: OpenCommands
  ring: Ring
  voice: HubVoice
  phones: Phones
  seats: Seats
  accounts: Accounts
  lag: Lag
  telemetry: Telemetry
  onLost: (reason: string) => void
  onHeard: (event: HubEvent) => void
}

/** Who hears of an event, and in which order: who knows things first, who acts on them after that. */
export function newFeedListeners(
  parts: FeedListenersParts,
): Pick<FeedParts, 'onEvent' | 'onIgnored' | 'onRecordEnd'> {
  const { ring, phones, seats, accounts, lag, telemetry } = parts
  let freshEvents = 0
  return {
    onEvent(at) {
      telemetry.events(at.kind)
      freshEvents += 1
      if (at.known !== null) return onKnown(parts, at, at.known)
      // What is carried changes nothing that anybody here knows.
      ring.push(at)
      phones.onEvent(at)
      seats.onEvent(at)
      accounts.onEvent(at)
    },
    onIgnored(event, verdict) {
      telemetry.ignored(verdict)
      phones.onIgnored(event, verdict)
      seats.onIgnored(event, verdict)
    },
    onRecordEnd(position, journalMs) {
      lag.onRecord({ position, events: freshEvents, journalMs })
      freshEvents = 0
      seats.onRecordEnd()
      phones.onRecordEnd()
    },
  }
}

function onKnown(parts: FeedListenersParts, at: JournalEntry, event: HubEvent): void {
  const { run, directory, openCommands, ring, voice, phones, seats, accounts, onLost, onHeard } = parts
  directory.apply(at)
  const opened = openCommands.apply(at, (account) => directory.deviceOf(account))
  if (!isForStorage(at.kind)) ring.push(at)
  voice.onEvent(at)
  phones.onEvent(at)
  seats.onEvent(at)
  accounts.onEvent(at)
  onHeard(event)
  if (opened !== null) phones.command(opened.device, opened.command)
  if (event.kind === 'hubLost' && event.run === run) onLost('declared lost by the others')
}

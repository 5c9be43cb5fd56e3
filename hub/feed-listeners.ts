import type { EventNamed, HubEvent } from '../protocol/events/index.ts'
import type { RunId } from '../protocol/ids.ts'
import type { Accounts } from './accounts.ts'
import type { Directory } from './directory/directory.ts'
import { isForStorage } from './feed/concerned.ts'
import type { FeedParts } from './feed/feed.ts'
import type { OpenCommands } from './feed/open-commands.ts'
import type { RecentSends } from './feed/recent-sends.ts'
import type { Ring } from './feed/ring.ts'
import type { SendGuard } from './guard/send-guard.ts'
import type { JournalEntry } from './journal/journal-entry.ts'
import type { HubVoice } from './journal/voice.ts'
import type { Lag } from './lag.ts'
import type { Phones } from './phones.ts'
import type { Seats } from './seats.ts'
import type { Teamwork } from './teamwork/teamwork.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

export interface FeedListenersParts {
  run: RunId
  directory: Directory
  openCommands: OpenCommands
  recentSends: RecentSends
  sendGuard: SendGuard
  ring: Ring
  voice: HubVoice
  phones: Phones
  seats: Seats
  teamwork: Teamwork
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
  const { ring, phones, seats, teamwork, accounts, lag, telemetry } = parts
  let freshEvents = 0
  return {
    onEvent(at) {
      telemetry.events(at.kind)
      freshEvents += 1
      if (at.known !== null) return onKnown(parts, at, at.known)
      at.isQuiet = isQuiet(parts.directory, at)
      // What is carried changes nothing that anybody here knows.
      ring.push(at)
      phones.onEvent(at)
      seats.onEvent(at)
      teamwork.onEvent(at)
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

/** Nothing is decoded while there are no such rules. */
function isQuiet({ quiet }: Directory, at: JournalEntry): boolean {
  if (quiet.isEmpty || at.kind !== 'messageReceived') return false
  return quiet.has(at.event as EventNamed<'messageReceived'>)
}

function onKnown(parts: FeedListenersParts, at: JournalEntry, event: HubEvent): void {
  const { run, directory, openCommands, sendGuard, recentSends, ring, voice, phones, seats, teamwork, accounts } = parts
  const { onLost, onHeard } = parts
  at.formerSeats = directory.apply(at)
  at.isQuiet = isQuiet(directory, at)
  at.isVoid = event.kind === 'sendRequested' && sendGuard.isVoid(at.position, event)
  const opened = at.isVoid ? null : openCommands.apply(at, (account) => directory.deviceOf(account))
  if (!at.isVoid) recentSends.apply({ event, journalMs: at.journalMs })
  if (!isForStorage(at.kind) && !at.isVoid) ring.push(at)
  voice.onEvent(at)
  phones.onEvent(at)
  seats.onEvent(at)
  teamwork.onEvent(at)
  accounts.onEvent(at)
  onHeard(event)
  if (opened !== null) phones.command(opened.device, opened.command)
  if (event.kind === 'hubLost' && event.run === run) onLost('declared lost by the others')
}

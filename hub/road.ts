import { newShell, type Shell } from '../actors/shell.ts'
import type { HubEvent } from '../protocol/events/index.ts'
import { encodeFrame } from '../protocol/frame.ts'
import { type RunId, streamSequenceOf } from '../protocol/ids.ts'
import { Accounts } from './accounts.ts'
import type { Directory } from './directory/directory.ts'
import { Acceptance, type AcceptanceSnapshot } from './feed/acceptance.ts'
import { newFeedListeners } from './feed-listeners.ts'
import { Feed } from './feed/feed.ts'
import type { OpenCommands } from './feed/open-commands.ts'
import type { RecentSends } from './feed/recent-sends.ts'
import { Ring } from './feed/ring.ts'
import { newOriginals } from './guard/originals.ts'
import { newSendCheck } from './guard/send-check.ts'
import type { SendGuard } from './guard/send-guard.ts'
import { Journal } from './journal/journal.ts'
import { brokenJournal } from './journal/check-journal.ts'
import type { JournalMark } from './journal/journal-mark.ts'
import { JournalWatch } from './journal/journal-watch.ts'
import { type HubVoice, newVoice } from './journal/voice.ts'
import type { JournalStream } from './nats/journal-stream.ts'
import type { NatsLink } from './nats/nats-link.ts'
import { newRecordPublisher } from './nats/record-publisher.ts'
import { readRecords } from './nats/record-reader.ts'
import { Phones } from './phones.ts'
import { JournalFill } from './journal/journal-fill.ts'
import { Lag } from './lag.ts'
import { type Pressure, acksWait, windowOf } from './pressure.ts'
import { Seats } from './seats.ts'
import type { Pool } from '../storage/pool.ts'
import { Teamwork } from './teamwork/teamwork.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

/** From the journal to the actors and back: everything durable of one run of a hub. */
export interface Road {
  readonly run: RunId
  readonly journal: Journal
  readonly watch: JournalWatch
  readonly feed: Feed
  readonly voice: HubVoice
  readonly phones: Phones
  readonly seats: Seats
  readonly accounts: Accounts
  readonly teamwork: Teamwork
  readonly openCommands: OpenCommands
  readonly shell: Shell
  readonly lag: Lag
  readonly fill: JournalFill
  readonly pressure: Pressure
}

export interface RoadParts {
  run: RunId
  link: NatsLink
  stream: JournalStream
  mark: JournalMark
  directory: Directory
  pool: Pool
  start: { position: number; journalMs: number; snapshot: AcceptanceSnapshot }
  openCommands: OpenCommands
  recentSends: RecentSends
  sendGuard: SendGuard
  /** Told of every accepted event that isn't carried unread, after everybody else. */
  onHeard: (event: HubEvent) => void
  telemetry: Telemetry
  nowMs: () => number
  lagEventsSlow: number
  /** This run is over: fenced, lost, or the journal is broken. */
  onOver: (reason: string) => void
}

/** Puts the road together; nothing runs before `feed.start()`. */
export function newRoad(parts: RoadParts): Road {
  const { run, link, stream, directory, start, openCommands, sendGuard } = parts
  const { telemetry, nowMs, lagEventsSlow, onOver } = parts
  const acceptance = new Acceptance(start.snapshot)
  // Who lost a conversation is known only of what the directory has folded itself.
  const ring = new Ring(Math.max(start.position, directory.position))
  const shell = newShell()
  const lag = new Lag(start)
  const fill = new JournalFill(() => stream)
  const pressure: Pressure = {
    get journalFill() { return fill.ratio },
    get lagEvents() { return lag.events },
    lagEventsSlow,
  }
  const journal: Journal = new Journal({
    run, nowMs, isUp: () => watch.trusts, lastOwn: () => stream.lastOf(run),
    onStored: (record) => feed.onOwnStored(record),
    publisher: (onAnswer) => newRecordPublisher({ link, run, onAnswer }),
    onNews: (news) => {
      telemetry.journal(news)
      if (news.kind === 'journal:fenced') onOver('the journal does not end where this run left it')
    },
  })
  const onBroken = (reason: string): void => onOver(`${brokenJournal}: ${reason}`)
  const watch: JournalWatch = new JournalWatch({
    link, stream, mark: parts.mark, sequence: () => streamSequenceOf(feed.position), onTrusted: () => journal.onUp(),
    onBroken,
  })
  const voice = newVoice({ journal, run, nowMs })
  const common = { run, shell, journal, voice, directory, acceptance, openCommands, telemetry, nowMs }
  const phones = new Phones({ ...common, window: () => windowOf(pressure), acksWait: () => acksWait(pressure) })
  const teamwork: Teamwork = new Teamwork({
    run, link, directory, nowMs, reached: () => feed.position,
    send: (connection, message) => seats.send(connection, encodeFrame([message])),
  })
  const originals = newOriginals({ ring, directory, pool: parts.pool })
  const seats: Seats = new Seats({ ...common, ring, teamwork, originals, check: newSendCheck(parts) })
  const accounts = new Accounts(common)
  const feed: Feed = new Feed({
    run, start: { position: start.position, journalMs: start.journalMs, acceptance },
    read: (from, listener) => readRecords({
      link, from, ...listener, onTrouble: (reason) => telemetry.warn('feed:interrupted', { reason }),
    }),
    ...newFeedListeners({
      ...common, sendGuard, recentSends: parts.recentSends, ring, phones, seats, teamwork, accounts, lag,
      onLost: onOver, onHeard: parts.onHeard,
    }),
    onUnreadable: (position, reason) => telemetry.warn('feed:unreadableEvent', { position, reason }),
    onBehind: onOver,
    onBroken,
  })
  return {
    run, journal, watch, feed, voice, phones, seats, accounts, teamwork, openCommands, shell, lag, fill, pressure,
  }
}

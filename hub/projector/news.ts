import type { Position, RunId } from '../../protocol/ids.ts'

/** What the projector tells of itself: ids and numbers, never a customer's text. */
export type ProjectorNews =
  /** This hub projects now. */
  | { kind: 'projector:leased'; position: Position }
  /** Another hub projects. */
  | { kind: 'projector:leaseLost' }
  | { kind: 'projector:committed'; position: Position; journalMs: number; events: number; tookMs: number }
  /** The database refused an event, or this hub can't read it: it is kept whole, the rest goes on. */
  | { kind: 'projector:quarantined'; position: Position; reason: string }
  /** Storage stands still until a person decides. */
  | { kind: 'projector:refused'; reason: string }
  | { kind: 'projector:databaseAway'; reason: string; retryMs: number }
  | { kind: 'projector:journalAway'; reason: string; retryMs: number }
  /** A bug: the same batch is tried again, nothing is skipped. */
  | { kind: 'projector:failed'; reason: string; retryMs: number }
  | { kind: 'projector:readingInterrupted'; reason: string }
  | { kind: 'projector:outboxSent'; entries: number }
  | { kind: 'projector:hubLost'; run: RunId }
  | { kind: 'projector:housekept'; commandsExpired: number; sourcesExpired: number; recordsPurgedBelow: number }
  /** The thread ended by itself and is started again. */
  | { kind: 'projector:crashed'; reason: string }

export type OnProjectorNews = (news: ProjectorNews) => void

/** The journal isn't what storage has projected: nobody may go on before a person has decided. */
export class Refusal extends Error {}

/** Another projector was faster: what was about to be committed is rolled back. */
export class LeaseLost extends Error {}

/** NATS didn't answer a question about the journal. */
export class JournalAway extends Error {}

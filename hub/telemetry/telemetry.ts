import { type Logger, pino } from 'pino'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { CloseCode } from '../../protocol/close-codes.ts'
import type { JournalNews } from '../journal/journal.ts'

/** Ids beside an event: never a customer's text, never a secret. */
export type Ids = Record<string, string | number | boolean | null | undefined>

/** The one listener of everything that is logged and counted. A log line is one event plus ids. */
export interface Telemetry {
  readonly registry: Registry
  event(name: `${string}:${string}`, ids?: Ids): void
  warn(name: `${string}:${string}`, ids?: Ids): void
  /** A fault of ours: with its stack, counted, to be mended. */
  bug(name: `${string}:${string}`, error: unknown, ids?: Ids): void
  journal(news: JournalNews): void
  closed(peer: 'phone' | 'seat', code: CloseCode): void
  refused(peer: 'phone' | 'seat' | 'upgrade', code: string): void
  frames(peer: 'phone' | 'seat', messages: number, bytes: number): void
  events(kind: string): void
  ignored(verdict: string): void
  /** A batch the projector of this hub has committed. */
  projected(events: number, tookMs: number): void
  /** A statement this hub has sent to the database itself, its projector's apart. */
  statement(): void
  /** A figure that is read when somebody asks. */
  gauge(name: string, help: string, read: () => number): void
}

export function newTelemetry({ level, run }: { level: string; run: string }): Telemetry {
  const { isoTime: timestamp } = pino.stdTimeFunctions
  const log: Logger = pino({ level, base: { run }, timestamp }, pino.destination({ dest: 2, sync: true }))
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const metrics = newMetrics(registry)
  return {
    registry,
    event: (name, ids = {}) => log.info(ids, name),
    warn: (name, ids = {}) => {
      metrics.warnings.inc({ event: name })
      log.warn(ids, name)
    },
    bug: (name, error, ids = {}) => {
      metrics.bugs.inc({ event: name })
      log.error({ ...ids, stack: error instanceof Error ? error.stack : String(error) }, name)
    },
    journal: (news) => onJournal(news, { metrics, log }),
    closed: (peer, { name }) => metrics.closes.inc({ peer, code: name }),
    refused: (peer, code) => metrics.refusals.inc({ peer, code }),
    frames: (peer, messages, bytes) => {
      metrics.messages.add(peer, messages)
      metrics.bytes.add(peer, bytes)
    },
    events: (kind) => metrics.events.add(kind, 1),
    ignored: (verdict) => metrics.ignored.inc({ verdict }),
    projected: (events, tookMs) => {
      metrics.projected.inc(events)
      metrics.commit.observe(tookMs / 1000)
    },
    statement: () => metrics.statements.inc(),
    gauge: (name, help, read) => {
      const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) })
    },
  }
}

type Metrics = ReturnType<typeof newMetrics>

function newMetrics(registry: Registry) {
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name, help, labelNames, registers: [registry] })
  const tally = (name: string, help: string, label: string): Tally => newTally({ registry, name, help, label })
  return {
    warnings: counter('ark_warnings_total', 'Events worth a look', ['event']),
    bugs: counter('ark_bugs_total', 'Faults of ours: each is to be mended', ['event']),
    closes: counter('ark_closes_total', 'WebSockets closed by the hub, by close code', ['peer', 'code']),
    refusals: counter('ark_refusals_total', 'Messages and upgrades refused, by code', ['peer', 'code']),
    messages: tally('ark_messages_in_total', 'Messages received over WebSockets', 'peer'),
    bytes: tally('ark_bytes_in_total', 'Bytes received over WebSockets', 'peer'),
    events: tally('ark_feed_events_total', 'Fresh events the feed has applied', 'kind'),
    ignored: counter('ark_feed_ignored_total', 'Events every reader ignores, by verdict', ['verdict']),
    stored: counter('ark_journal_events_total', 'Events of this hub on disk', []),
    records: counter('ark_journal_records_total', 'Records of this hub on disk', []),
    recordBytes: counter('ark_journal_bytes_total', 'Bytes of this hub on disk', []),
    resent: counter('ark_journal_resent_total', 'Records sent again', ['reason']),
    full: counter('ark_journal_full_total', 'Answers that the journal is full', []),
    projected: counter('ark_projector_events_total', 'Events this hub has brought into the database', []),
    statements: counter('ark_sql_statements_total', 'Statements sent to the database, without the projector’s', []),
    commit: new Histogram({
      name: 'ark_projector_commit_seconds', help: 'One batch, from its first statement to its commit',
      registers: [registry], buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    }),
    latency: new Histogram({
      name: 'ark_journal_seconds', help: 'From sending a record to its answer', registers: [registry],
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
    }),
  }
}

/**
 * For what is counted a hundred thousand times a second: a plain map, handed to the registry when somebody
 * asks.
 */
interface Tally { add(value: string, count: number): void }

function newTally(
  { registry, name, help, label }: { registry: Registry; name: string; help: string; label: string },
): Tally {
  const counts = new Map<string, number>()
  const counter: Counter = new Counter({
    name, help, labelNames: [label], registers: [registry],
    collect: () => {
      counter.reset()
      for (const [value, count] of counts) counter.inc({ [label]: value }, count)
    },
  })
  return { add: (value, count) => void counts.set(value, (counts.get(value) ?? 0) + count) }
}

function onJournal(news: JournalNews, { metrics, log }: { metrics: Metrics; log: Logger }): void {
  switch (news.kind) {
    case 'journal:stored':
      metrics.stored.inc(news.events)
      metrics.records.inc()
      metrics.recordBytes.inc(news.bytes)
      metrics.latency.observe(news.tookMs / 1000)
      return
    case 'journal:resent':
      metrics.resent.inc({ reason: news.reason })
      log.warn({ reason: news.reason }, news.kind)
      return
    case 'journal:full':
      metrics.full.inc()
      log.warn({}, news.kind)
      return
    case 'journal:fenced':
      log.error({}, news.kind)
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { outboxSource, streamSequenceOf } from '../../protocol/ids.ts'
import { faultOf } from '../../storage/pool.ts'
import type { Pool } from '../../storage/pool.ts'
import { JournalFill } from '../journal/journal-fill.ts'
import { hubLimits } from '../limits.ts'
import type { JournalStream } from '../nats/journal-stream.ts'
import type { NatsLink } from '../nats/nats-link.ts'
import { readRecords } from '../nats/record-reader.ts'
import { DueAutomation } from '../automation/due-automation.ts'
import { BatchSize } from './batch-size.ts'
import { commitBatch } from './commit-batch.ts'
import { SilentHubs, keepHouse, tellLost } from './housekeeping.ts'
import { Intake, type TakenRecord } from './intake.ts'
import { judgeRecords } from './judge-records.ts'
import { LeaseKeeper } from './lease-keeper.ts'
import { loadMemory } from './load-memory.ts'
import type { Memory } from './memory.ts'
import { JournalAway, LeaseLost, type OnProjectorNews, Refusal } from './news.ts'
import { OutboxSender } from './outbox-sender.ts'
import { periodOf } from './pace.ts'
import { ProjectedTeller, outboxSubject } from './projected-teller.ts'
import { Wake } from './wake.ts'

export interface ProjectorParts {
  link: NatsLink
  pool: Pool
  openStream: () => Promise<JournalStream>
  /** Who holds the lease: one per projector. */
  holder: string
  acceptNewJournal: string
  onNews: OnProjectorNews
  /** Share of the time that this hub's loop is at work. */
  roadBusy?: () => number
  nowMs: () => number
  tuning?: Partial<ProjectorTuning>
}

/** As in the hub's limits. */
export interface ProjectorTuning {
  leaseMs: number
  outboxPollMs: number
  housekeepingMs: number
  hubBeatMs: number
  journalMarginRecords: number
}

/**
 * Brings the journal into storage, exactly once.
 *
 * waiting (another one holds the lease) → loading (memory from the database, is it still the same journal?) →
 * projecting (records → one transaction → told) → loading after any failure and after each reconnect to NATS;
 * → waiting when the lease is lost; any → refused (the journal is another one or has a hole) | stopped.
 * refused → waiting when NATS was away and is back: a person may have brought the right journal back.
 */
export class Projector {
  #parts: ProjectorParts
  #tuning: ProjectorTuning
  #lease: LeaseKeeper
  #intake: Intake
  #sender: OutboxSender
  #teller: ProjectedTeller
  #fill: JournalFill
  #silent = new SilentHubs()
  #due: DueAutomation
  #wake = new Wake()
  #stream: JournalStream | null = null
  #memory: Memory | null = null
  #careful = false
  #batchSize = new BatchSize()
  #nextBatchAtMs = -Infinity
  /** The last thing it met was a refusal, from memory that is fresh. */
  #isCertain = false
  #failures = 0
  #reconnects = 0
  #told = { leased: false }
  /** Not the machine's clock, which may jump. */
  #housekeepingAtMs = -Infinity
  #beatAtMs = -Infinity
  #stopping = new AbortController()
  #running: Promise<void> | null = null
  #timers: NodeJS.Timeout[] = []
  #unlisten: (() => void) | null = null

  constructor(parts: ProjectorParts) {
    const { link, pool, holder, nowMs, onNews } = parts
    this.#parts = parts
    this.#due = new DueAutomation(pool)
    this.#tuning = { ...hubLimits, ...parts.tuning }
    const wake = (): void => this.#wake.now()
    const stream = (): JournalStream => this.#stream as JournalStream
    this.#lease = new LeaseKeeper({ pool, lease: { holder, leaseMs: this.#tuning.leaseMs }, onLost: wake })
    this.#intake = new Intake({
      onReady: wake,
      read: (from, listener) => readRecords({
        link, from, ...listener, onTrouble: (reason) => onNews({ kind: 'projector:readingInterrupted', reason }),
      }),
    })
    this.#sender = new OutboxSender({
      pool, link, stream, nowMs, onSent: (entries) => onNews({ kind: 'projector:outboxSent', entries }),
    })
    this.#teller = new ProjectedTeller({ link, nowMs })
    this.#fill = new JournalFill(stream)
  }

  start(): void {
    const { link } = this.#parts
    // NATS may have come back with another journal.
    link.onUp(() => {
      this.#reconnects += 1
      this.#forget()
    })
    const wakeOutbox = (): void => {
      this.#sender.wake()
      this.#wake.now()
    }
    const subscription = link.listen(outboxSubject, wakeOutbox)
    this.#unlisten = () => subscription.unsubscribe()
    this.#timers.push(setInterval(wakeOutbox, this.#tuning.outboxPollMs))
    this.#running = this.#run()
  }

  /** The batch that is being committed is finished first; then another projector may go on. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    for (const timer of this.#timers) clearInterval(timer)
    this.#unlisten?.()
    this.#wake.now()
    await this.#running
    await this.#intake.stop()
    this.#sender.stop()
    this.#teller.stop()
    await this.#lease.release()
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        if (await this.#lease.take()) await this.#hold()
        else await this.#pause(this.#tuning.leaseMs / 3)
      } catch (error) {
        // A projector that slept may find the journal purged by the next one: what it knows is read again first.
        const isOver = error instanceof Refusal && this.#isCertain
        this.#isCertain = error instanceof Refusal && !isOver
        if (isOver) await this.#refuse(error)
        else if (error instanceof Refusal) this.#forget()
        else await this.#onFailure(error)
      }
    }
  }

  async #hold(): Promise<void> {
    const { pool, openStream, holder, acceptNewJournal, onNews } = this.#parts
    this.#stream = await openStream().catch((error: unknown) => {
      throw new JournalAway(error instanceof Error ? error.message : 'unknown')
    })
    const memory = await loadMemory({ pool, stream: this.#stream, holder, acceptNewJournal })
    this.#memory = memory
    this.#intake.seek(streamSequenceOf(memory.position) + 1)
    this.#sender.restart(memory.acceptance.lastOf(outboxSource))
    this.#silent.clear()
    if (!this.#told.leased) onNews({ kind: 'projector:leased', position: memory.position })
    this.#told.leased = true
    while (this.#memory === memory && this.#lease.held && !this.#stopping.signal.aborted) await this.#turn(memory)
    if (!this.#lease.held) await this.#leave()
  }

  async #turn(memory: Memory): Promise<void> {
    await this.#rest(memory)
    if (this.#memory !== memory || !this.#lease.held) return
    const records = this.#intake.peek({
      eventsMax: this.#batchSize.events, bytesMax: hubLimits.projectorBatchBytes,
    })
    if (records.length > 0) await this.#project(memory, records)
    // `#forget` during the commit: what this memory knows is to be read again.
    if (this.#memory !== memory) return
    await this.#automate(memory)
    await this.#sender.send(memory.acceptance.lastOf(outboxSource))
    await this.#keepHouse(memory)
    if (this.#intake.empty && !this.#stopping.signal.aborted) await this.#wake.within(this.#tuning.outboxPollMs)
  }

  /** Until the next batch may begin. */
  async #rest(memory: Memory): Promise<void> {
    const left = (): number => this.#nextBatchAtMs - performance.now()
    while (left() > 0 && this.#memory === memory && !this.#stopping.signal.aborted) await this.#wake.within(left())
  }

  async #project(memory: Memory, records: readonly TakenRecord[]): Promise<void> {
    const { pool, nowMs, onNews } = this.#parts
    const startedMs = performance.now()
    const judged = judgeRecords(memory, records)
    const { lease } = this.#lease
    const committed = await commitBatch({
      pool, judged, memory, lease, careful: this.#careful, nowMs: nowMs(), onFolded: () => this.#intake.readAhead(),
    })
    const { to: position, journalMs, fresh } = judged
    const tookMs = performance.now() - startedMs
    this.#intake.drop(streamSequenceOf(position))
    const roadBusy = this.#parts.roadBusy?.() ?? 0
    const done = { events: fresh.length, tookMs, lagMs: nowMs() - journalMs, roadBusy }
    this.#nextBatchAtMs = startedMs + periodOf(done)
    this.#batchSize.committed(done)
    this.#careful = false
    this.#isCertain = false
    this.#failures = 0
    if (committed.outboxEntries > 0) this.#sender.wake()
    for (const { position: at, reason } of committed.quarantined) {
      onNews({ kind: 'projector:quarantined', position: at, reason })
    }
    onNews({ kind: 'projector:committed', position, journalMs, events: fresh.length, tookMs })
    this.#teller.committed({ position, journalMs, idle: this.#intake.empty })
  }

  async #automate(memory: Memory): Promise<void> {
    const { link, nowMs } = this.#parts
    if (!link.up) return
    const entries = await this.#due.run(memory, { isBehind: !this.#intake.empty, nowMs: nowMs() })
    if (entries > 0) this.#sender.wake()
  }

  async #keepHouse(memory: Memory): Promise<void> {
    const { pool, nowMs: now, onNews, link } = this.#parts
    const nowMs = now()
    const sinceStartMs = performance.now()
    const stream = this.#stream as JournalStream
    if (!link.up) return
    if (sinceStartMs - this.#beatAtMs >= this.#tuning.hubBeatMs) {
      this.#beatAtMs = sinceStartMs
      void this.#fill.ask()
      const runs = this.#silent.find(memory, { nowMs, paceMs: this.#tuning.hubBeatMs })
      const lost = runs.length === 0 ? [] : await tellLost({ pool, nowMs, runs })
      for (const run of lost) onNews({ kind: 'projector:hubLost', run })
      if (lost.length > 0) this.#sender.wake()
    }
    // A journal that slows phones down is purged as soon as it can be.
    const isPressing = this.#fill.ratio >= hubLimits.journalSlowRatio
    const everyMs = isPressing ? this.#tuning.hubBeatMs : this.#tuning.housekeepingMs
    if (sinceStartMs - this.#housekeepingAtMs < everyMs) return
    this.#housekeepingAtMs = sinceStartMs
    const kept = await keepHouse({ pool, memory, nowMs, stream, marginRecords: this.#tuning.journalMarginRecords })
    if (kept.commandsExpired + kept.sourcesExpired > 0) this.#sender.wake()
    onNews({ kind: 'projector:housekept', ...kept })
  }

  /** What is in memory is no longer what the database has, or the journal may be another one. */
  #forget(): void {
    this.#memory = null
    this.#wake.now()
  }

  async #leave(): Promise<void> {
    this.#forget()
    await this.#intake.stop()
    if (this.#told.leased) this.#parts.onNews({ kind: 'projector:leaseLost' })
    this.#told.leased = false
  }

  async #refuse(error: Refusal): Promise<void> {
    this.#forget()
    await this.#intake.stop()
    await this.#lease.release()
    this.#parts.onNews({ kind: 'projector:refused', reason: error.message })
    const before = this.#reconnects
    while (this.#reconnects === before && !this.#stopping.signal.aborted) {
      await this.#wake.within(this.#tuning.outboxPollMs)
    }
  }

  async #onFailure(error: unknown): Promise<void> {
    this.#forget()
    this.#failures += 1
    const retryMs = Math.min(retryMsMax, retryMsMin * 2 ** Math.min(this.#failures - 1, 8))
    const { onNews } = this.#parts
    if (error instanceof LeaseLost) {
      this.#lease.lose()
      return this.#leave()
    }
    if (error instanceof JournalAway) {
      onNews({ kind: 'projector:journalAway', reason: error.message, retryMs })
      return this.#pause(retryMs)
    }
    const { code, reason } = faultOf(error)
    switch (code) {
      case 'conflict': return this.#pause(retryMsMin)
      case 'refusedData':
        // The second time the events are taken apart; if that is refused too, it is no event's fault.
        if (this.#careful) onNews({ kind: 'projector:failed', reason: reason ?? 'refused', retryMs })
        this.#careful = !this.#careful
        return this.#pause(this.#careful ? 0 : retryMs)
      case 'databaseAway':
        onNews({ kind: 'projector:databaseAway', reason: reason ?? 'away', retryMs })
        return this.#pause(Math.min(retryMs, awayRetryMsMax))
      case 'bug':
        onNews({ kind: 'projector:failed', reason: describeBug(error, reason), retryMs })
        return this.#pause(retryMs)
    }
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
  }
}

/** PostgreSQL quotes values in its messages, so of its errors only the state is told. */
function describeBug(error: unknown, state: string | null): string {
  if (state !== null) return state
  if (!(error instanceof Error)) return 'unknown'
  const place = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? ''
  return `${error.name}: ${error.message} ${place.trim()}`
}

const retryMsMin = 100
const retryMsMax = 10_000
/** Consoles wait for storage to come back, and asking costs nothing. */
const awayRetryMsMax = 1_000

import type { Stamp } from '../../protocol/events/fact.ts'
import type { HubEvent, UnknownEvent } from '../../protocol/events/index.ts'
import {
  type DeviceId, type Position, type RunId, type SourceId, hubSource, outboxSource, phoneSource, tabSource,
} from '../../protocol/ids.ts'

/** What every reader of the journal says of an event. Only fresh ones are applied, delivered and acked. */
export type Verdict = 'fresh' | 'repeat' | 'hole' | 'fenced'

/**
 * What a reader starts from: stored with the projector's position, so that a restart starts from the same
 * state.
 */
export interface AcceptanceSnapshot {
  sources: { source: SourceId; last: number; usedMs: number }[]
  /** Open connections of devices (`d/<device>`) and tabs (`t/<user>/<tab>`). */
  connections: { key: string; epoch: Position; run: RunId }[]
  runs: { run: RunId; record: number }[]
}

/** What says whose event it is, and which. */
export type Numbered = Pick<Stamp, 'source' | 'sequence' | 'epoch'>

interface Connection { key: string; epoch: Position; run: RunId }
interface Source { last: number; usedMs: number; connection: Connection | null }

/**
 * The one mechanism against repeats, holes and zombies (laws 2 and 3): every reader keeps the last number of
 * each source and the newest connection of each device and tab, accepts exactly the next number over exactly
 * that connection, and so all readers of the same journal agree. Deterministic: no clock, nothing but the
 * events in their order.
 */
export class Acceptance {
  #sources = new Map<SourceId, Source>()
  #connections = new Map<string, Connection>()
  #runs = new Map<RunId, number>()

  constructor(snapshot: AcceptanceSnapshot) {
    for (const { run, record } of snapshot.runs) this.#runs.set(run, record)
    for (const connection of snapshot.connections) this.#connections.set(connection.key, { ...connection })
    for (const { source, last, usedMs } of snapshot.sources) {
      this.#sources.set(source, { last, usedMs, connection: this.#connectionFor(source) })
    }
    if (!this.#sources.has(outboxSource)) this.#sources.set(outboxSource, { last: 0, usedMs: 0, connection: null })
  }

  get sourceCount(): number {
    return this.#sources.size
  }

  lastOf(source: SourceId): number {
    return this.#sources.get(source)?.last ?? 0
  }

  /**
   * The position of the open connection's event, 0 if none is open. `key` is `d/<device>` or
   * `t/<user>/<tab>`.
   */
  epochOf(key: string): Position {
    return this.#connections.get(key)?.epoch ?? 0
  }

  /**
   * A record seen again is skipped whole; a hole in a run's numbers means that the journal lost something.
   */
  judgeRecord(run: RunId, number: number): 'next' | 'seen' | 'hole' {
    const last = this.#runs.get(run)
    if (last !== undefined && number <= last) return 'seen'
    if (number !== (last ?? 0) + 1) return 'hole'
    this.#runs.set(run, number)
    return 'next'
  }

  /** Judges one event and, if it is fresh, takes its number and opens or closes what it opens or closes. */
  judge(event: HubEvent | UnknownEvent, position: Position, journalMs: number): Verdict {
    if (event.kind === 'hubStarted') this.#open(event.source, null)
    const verdict = this.judgeNumber(event, journalMs)
    if (verdict === 'fresh') this.#turn(event, position)
    return verdict
  }

  /** The same for an event that opens and closes nothing. */
  judgeNumber({ source: id, sequence, epoch }: Numbered, journalMs: number): Verdict {
    const source = this.#sources.get(id)
    if (source === undefined) return 'hole'
    if (source.connection !== null && source.connection.epoch !== epoch) return 'fenced'
    if (sequence !== source.last + 1) return sequence <= source.last ? 'repeat' : 'hole'
    source.last = sequence
    source.usedMs = journalMs
    return 'fresh'
  }

  #turn(event: HubEvent | UnknownEvent, position: Position): void {
    switch (event.kind) {
      case 'deviceConnected':
        return this.#connect(deviceKey(event.device), phoneSource(event.device, event.install), {
          position, run: event.run,
        })
      case 'seatConnected': {
        const source = tabSource(event.user, event.tab)
        return this.#connect(source, source, { position, run: event.run })
      }
      case 'deviceDisconnected': return this.#disconnect(deviceKey(event.device), event.connection)
      case 'seatDisconnected': return this.#disconnect(tabSource(event.user, event.tab), event.connection)
      case 'hubStopped':
      case 'hubLost': return this.#endRun(event.run)
      case 'sourceExpired':
        this.#sources.delete(event.expired)
        return undefined
      default: return undefined
    }
  }

  #open(id: SourceId, connection: Connection | null): Source {
    let source = this.#sources.get(id)
    if (source === undefined) {
      source = { last: 0, usedMs: 0, connection }
      this.#sources.set(id, source)
    }
    source.connection = connection
    return source
  }

  #connect(key: string, source: SourceId, { position, run }: { position: Position; run: RunId }): void {
    let connection = this.#connections.get(key)
    if (connection === undefined) {
      connection = { key, epoch: 0, run }
      this.#connections.set(key, connection)
    }
    connection.epoch = position
    connection.run = run
    this.#open(source, connection)
  }

  /** Only the connection that is open now: an older one's end means nothing. */
  #disconnect(key: string, epoch: Position): void {
    const connection = this.#connections.get(key)
    if (connection?.epoch === epoch) connection.epoch = closed
  }

  #endRun(run: RunId): void {
    for (const connection of this.#connections.values()) if (connection.run === run) connection.epoch = closed
    this.#sources.delete(hubSource(run))
  }

  #connectionFor(source: SourceId): Connection | null {
    const key = connectionKeyOf(source)
    if (key === null) return null
    let connection = this.#connections.get(key)
    if (connection === undefined) {
      connection = { key, epoch: closed, run: '' as RunId }
      this.#connections.set(key, connection)
    }
    return connection
  }
}

/** No event carries it: nothing of this source is accepted until it connects again. */
const closed = -1

export const deviceKey = (device: DeviceId): string => `d/${device}`

/** The connection that a source speaks over: a phone's install over its device's, a tab over its own. */
export function connectionKeyOf(source: SourceId): string | null {
  const [kind, owner] = source.split('/')
  if (kind === 'p') return `d/${owner ?? ''}`
  return kind === 't' ? source : null
}

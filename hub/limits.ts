import { limits } from '../protocol/limits.ts'

const KiB = 1024
const MiB = 1024 * KiB
const SECOND = 1000

/** Limits inside the hub. Those of the wire are in protocol/limits.ts. */
export const hubLimits = Object.freeze({
  /** Events gathered while a record is being stored. 400,000/s × 0.25 s of a slow fsync. */
  journalQueueEventsMax: 100_000,
  journalQueueBytesMax: 128 * MiB,
  /** One record: below nats-server's max_payload of 8 MB with room for its frame. */
  recordBytesMax: 4 * MiB,
  recordEventsMax: 65_536,
  /** No answer for so long: the same record is sent again. */
  recordStallMs: 1_500,
  recordRetryMs: 50,
  /** A full journal is asked again this often. */
  recordFullRetryMs: 500,

  /** Items waiting for one actor; a frame is one item. A phone's window is far below it. */
  deviceInboxMax: 2_000,
  accountInboxMax: 20_000,
  seatInboxMax: 50_000,

  /** Recent events kept for consoles that come back. 32 MiB are about 100,000 messages. */
  ringBytesMax: 32 * MiB,
  ringEventsMax: 100_000,
  /** One step of a console that catches up: about one frame; then it is the others' turn. */
  catchUpEventsMax: 1_000,
  catchUpBytesMax: 128 * KiB,
  /** Nobody caught up for so long, longer than a storm's pauses: what was sorted for that is let go. */
  catchUpIdleMs: 5 * SECOND,
  /** The search index waits while the projector has more than these before it. */
  searchLagEventsMax: 2_000,
  /**
   * Bytes that wait in one socket; beyond it the peer is too slow. uWebSockets.js would drop above its own
   * limit.
   */
  phoneBufferBytesMax: 1 * MiB,
  seatBufferBytesMax: 1 * MiB,
  /**
   * Bytes that wait in a console's socket, beyond it nothing is added but what it asked for: the rest comes from the
   * ring when it reads again. 1,000 that don't read: 64 MB, and a frame each.
   */
  seatFullBytes: 64 * KiB,
  socketBufferBytesMax: 16 * MiB,

  /**
   * Open commands of all phones, kept by every hub so that a hello needs no SQL: 100,000 × 1 KB. Above it
   * sends are refused.
   */
  openCommandsMax: 100_000,
  /** Sessions in a hub's memory, about 200 bytes each; beyond it one costs a look-up. */
  sessionsMax: 50_000,
  /** The longest wait an upgrade is told: 24,000 peers ahead. Who comes after that shares it. */
  upgradeWaitMsMax: 10 * SECOND,
  socketsMax: 50_000,
  /** File descriptors for everything but connections: media, NATS, the database, Node itself. */
  ownFilesMax: 400,
  /** Connections taken even where the system allows hardly any files: it would be no hub. */
  connectionsMin: 32,

  /** A hub says that it lives so often, and is lost after so long a silence. */
  hubBeatMs: 2 * SECOND,
  hubLostMs: 15 * SECOND,

  /** What stays in the journal below the projector's position, for hubs and consoles that lag. */
  journalMarginRecords: 20_000,
  /** At most so much of the journal's bytes: below the mark where phones slow down. */
  journalMarginRatio: 0.5,
  /** The journal's fill above which phones slow down, and above which sends of consoles are refused. */
  journalSlowRatio: 0.8,
  journalFullRatio: 0.97,
  /** How long an ack waits for storage that is far behind, at most: phones go on without a database. */
  ackWaitMsMax: 2 * SECOND,

  /**
   * Old messages of all phones a second: a sixth of what storage takes (bench:projector), so that live messages go
   * between them.
   */
  syncedPerSecondMax: 2_000,
  /** The window that a phone is told meanwhile; half of it is for old messages: 50 ms of the pace. */
  syncedWindow: 200,
  /** An ack that waits its turn does so at most: 1,200 phones with half a window each. What comes beyond is taken. */
  syncedWaitMsMax: 60 * SECOND,

  /** Consoles that load afresh after a `reset`, a second: a few questions to the database each. */
  resetsPerSecondMax: 100,

  /** Files of exports; older ones expire by themselves. */
  exportsBytesMax: 20 * 1024 * MiB,

  /** While the road is busy a batch begins at most so often: a console's read sees what is half a second old. */
  projectorGatherMs: 500,
  /** So far behind it rests less and less between batches; at twice as much not at all. */
  projectorRestLagMs: 10 * SECOND,
  /** One transaction of storage, which is how long a read from the embedded database waits at most. */
  projectorBatchMs: 500,
  /** What a transaction takes, however quick it is, and however slow. */
  projectorBatchEvents: 10_000,
  projectorBatchEventsMin: 1_250,
  /** As text, where a statement has them as such, twice as long; a database takes at least 64 MiB in one. */
  projectorBatchBytes: 8 * MiB,
  /** Records read ahead of the projector. */
  projectorAheadEvents: 40_000,
  leaseMs: 5 * SECOND,
  outboxPollMs: 500,
  outboxBatch: 500,
  housekeepingMs: 10 * SECOND,
})

function relate(holds: boolean, what: string): void {
  if (!holds) throw new Error(`hub limits disagree: ${what}`)
}
relate(hubLimits.recordBytesMax < 8_000_000, 'a record fits a NATS message')
relate(hubLimits.recordBytesMax > limits.frameBytesMax, 'every event fits a record')
relate(hubLimits.seatBufferBytesMax < hubLimits.socketBufferBytesMax, 'we close before uWebSockets.js drops')
relate(hubLimits.seatFullBytes + 2 * limits.frameBytesMax < hubLimits.seatBufferBytesMax, 'a full tab has room')
relate(hubLimits.catchUpBytesMax < limits.frameBytesMax, 'a step of catching up is about a frame')
relate(hubLimits.journalMarginRatio < hubLimits.journalSlowRatio, 'what is stored slows nobody down')
relate(hubLimits.recordBytesMax <= hubLimits.projectorBatchBytes, 'a record is no larger than a batch')
relate(hubLimits.syncedWindow >= limits.uplinkWindowMin, 'a phone that syncs is told a window it may have')
relate(hubLimits.syncedPerSecondMax <= limits.uplinkPerSecondMax, 'a phone that waits for its acks never floods')
relate(hubLimits.hubBeatMs * 3 < hubLimits.hubLostMs, 'two lost beats are no loss')
relate(limits.openCommandsMax < hubLimits.openCommandsMax, 'one phone cannot take all the room for commands')

import { type SourceId, outboxSource } from '../../protocol/ids.ts'
import { deleteOutbox } from '../../storage/queries/outbox.ts'
import { type Lease, moveProjector } from '../../storage/queries/projector-row.ts'
import type { Pool, Queries } from '../../storage/pool.ts'
import { writeHubRuns } from '../../storage/writers/hub-runs.ts'
import { type QuarantineRow, writeQuarantine } from '../../storage/writers/quarantine.ts'
import { type SourceRow, deleteSources, writeSources } from '../../storage/writers/sources.ts'
import { recordInOutbox } from '../outbox.ts'
import { applyEvents, applyWithCare } from './apply-events.ts'
import type { Judged } from './judge-records.ts'
import type { Memory } from './memory.ts'
import { LeaseLost } from './news.ts'

export interface Batch {
  pool: Pool
  judged: Judged
  /** Moved behind the batch already. */
  memory: Memory
  lease: Lease
  /** The database refused something the first time: find it. */
  careful: boolean
  nowMs: number
  /** All is folded; for a while only the database works. */
  onFolded: () => void
}

export interface Committed { quarantined: QuarantineRow[]; outboxEntries: number }

/**
 * Rows, decisions, outbox and the new position in one transaction: storage is exactly once, whatever crashes.
 */
export async function commitBatch(
  { pool, judged, memory, lease, careful, nowMs, onFolded }: Batch,
): Promise<Committed> {
  const committed = await pool.transaction(async (inside) => {
    const into = { inside, memory, onFolded }
    const { outbox, quarantine } = careful
      ? await applyWithCare(into, judged.fresh)
      : await applyEvents(into, judged.fresh)
    const quarantined = [...judged.unreadable, ...quarantine]
    await writeQuarantine(inside, quarantined)
    await writeAcceptance(inside, judged, memory)
    // From here on the projector's row is locked, and operations wait that record something.
    await recordInOutbox(inside, outbox, nowMs)
    const { from, to, journalMs, recordHash } = judged
    const moved = await moveProjector(inside, { from, to, journalMs, recordHash, ...lease })
    if (!moved) throw new LeaseLost(`position ${from} is no longer ours`)
    return { quarantined, outboxEntries: outbox.length }
  })
  memory.conversations.committed()
  return committed
}

/** What every reader starts from. */
async function writeAcceptance(
  inside: Queries, { sources, runs }: Judged, { acceptance, runs: known }: Memory,
): Promise<void> {
  const kept: SourceRow[] = []
  const gone: SourceId[] = []
  for (const [source, usedMs] of sources) {
    if (usedMs === null) gone.push(source)
    else kept.push({ source, usedMs, last: acceptance.lastOf(source) })
  }
  await writeSources(inside, kept)
  await deleteSources(inside, gone)
  await writeHubRuns(inside, [...runs].flatMap((run) => known.get(run) ?? []))
  // Read back: done. Entries up to there that came again are known as repeats.
  if (sources.has(outboxSource)) await deleteOutbox(inside, acceptance.lastOf(outboxSource))
}

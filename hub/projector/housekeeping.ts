import { commandExpired, hubLost, sourceExpired } from '../../protocol/events/outbox.ts'
import { type RunId, streamSequenceOf } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { Pool } from '../../storage/pool.ts'
import { countTalks, readUncounted } from '../../storage/writers/account-talks.ts'
import { takeDueCommands } from '../../storage/writers/due-commands.ts'
import { forgetEndedRuns, takeSilentRuns } from '../../storage/writers/ended-runs.ts'
import { deleteExpired } from '../../storage/writers/expired-sessions.ts'
import { takeIdleSources } from '../../storage/writers/idle-sources.ts'
import { tidyAutomation } from '../automation/due-automation.ts'
import { hubLimits } from '../limits.ts'
import type { JournalStream } from '../nats/journal-stream.ts'
import { recordInOutbox } from '../outbox.ts'
import type { Memory } from './memory.ts'

export interface House {
  pool: Pool
  memory: Memory
  nowMs: number
}

interface Margin { stream: JournalStream; marginRecords: number }

export interface Housekept {
  commandsExpired: number
  sourcesExpired: number
  recordsPurgedBelow: number
}

/**
 * What only time brings about, in batches; what is left over waits for the next round. Time is the journal's.
 */
export async function keepHouse(house: House & Margin): Promise<Housekept> {
  const { pool, memory, nowMs } = house
  const commandsExpired = await expireCommands({ pool, memory, nowMs })
  const sourcesExpired = await expireSources({ pool, memory, nowMs })
  await deleteExpired(pool, { nowMs, rowsMax })
  await countAccounts(pool, memory)
  await tidyAutomation(pool, memory)
  return { commandsExpired, sourcesExpired, recordsPurgedBelow: await purge(house) }
}

async function expireCommands({ pool, memory: { journalMs }, nowMs }: House): Promise<number> {
  return pool.transaction(async (inside) => {
    const due = await takeDueCommands(inside, { journalMs, rowsMax })
    await recordInOutbox(inside, due.map(({ task, device, account, peer, seen }) => ({
      fact: commandExpired,
      value: {
        task, device, account, peer, outcome: seen ? 'unknown' as const : 'failed' as const, code: 'expired',
        reason: seen ? 'the phone gave no result in time' : 'the phone was not online in time',
      },
    })), nowMs)
    return due.length
  })
}

async function expireSources({ pool, memory: { journalMs }, nowMs }: House): Promise<number> {
  return pool.transaction(async (inside) => {
    const idle = await takeIdleSources(inside, { usedBeforeMs: journalMs - limits.sourceExpiresMs, rowsMax })
    await recordInOutbox(inside, idle.map((expired) => ({ fact: sourceExpired, value: { expired } })), nowMs)
    return idle.length
  })
}

/** ACCT-4. The work of midnight is spread over rounds, so that projecting doesn't wait for it. */
async function countAccounts(pool: Pool, { journalMs }: Memory): Promise<void> {
  const untilMs = performance.now() + countingMs
  for (const account of await readUncounted(pool, { journalMs, rowsMax })) {
    if (performance.now() > untilMs) return
    await countTalks(pool, { account, journalMs })
  }
}

/**
 * The margin stays for hubs and consoles that lag; what lies below the projector's position is in the
 * database. It never takes more than its share of the stream, by the average record: else a journal full of
 * large records, all of them stored, would stay full for ever.
 */
async function purge({ pool, memory, stream, marginRecords }: House & Margin): Promise<number> {
  const { firstSequence, lastSequence, bytes, bytesMax } = await stream.state()
  const recordBytes = bytes / Math.max(1, lastSequence - firstSequence + 1)
  const affordable = Math.floor((hubLimits.journalMarginRatio * bytesMax) / Math.max(1, recordBytes))
  const wanted = streamSequenceOf(memory.position) - Math.min(marginRecords, affordable)
  if (wanted > firstSequence) await stream.purgeBelow(wanted)
  const first = Math.max(wanted, firstSequence)
  for (const run of await forgetEndedRuns(pool, { firstSequence: first, rowsMax })) memory.runs.delete(run)
  return first
}

/**
 * Hubs that stay silent while the journal advances. Silence alone is no proof: after NATS was away the first
 * record of one hub makes all the others look silent. So a hub is lost when it said nothing for as long as
 * `hubLostMs` in the journal's time, and nothing since we first saw that, three beats long in our own time, in
 * which others were heard.
 */
export class SilentHubs {
  #suspected = new Map<RunId, { sinceMs: number; journalMs: number }>()

  /** `paceMs`: how often a hub beats. */
  find(
    { runs, journalMs }: Pick<Memory, 'runs' | 'journalMs'>, { nowMs, paceMs }: { nowMs: number; paceMs: number },
  ): RunId[] {
    const lost: RunId[] = []
    for (const { run, state, beatMs } of runs.values()) {
      if (state !== 'alive' || journalMs - beatMs <= hubLimits.hubLostMs) {
        this.#suspected.delete(run)
        continue
      }
      const since = this.#suspected.get(run) ?? { sinceMs: nowMs, journalMs }
      this.#suspected.set(run, since)
      if (nowMs - since.sinceMs >= 3 * paceMs && journalMs - since.journalMs >= paceMs) lost.push(run)
    }
    return lost
  }

  /** Nobody could speak meanwhile. */
  clear(): void {
    this.#suspected.clear()
  }
}

/** Answers those that weren't told of before. */
export async function tellLost(
  { pool, nowMs, runs }: { pool: Pool; nowMs: number; runs: readonly RunId[] },
): Promise<RunId[]> {
  return pool.transaction(async (inside) => {
    const lost = await takeSilentRuns(inside, runs)
    await recordInOutbox(inside, lost.map((run) => ({ fact: hubLost, value: { run } })), nowMs)
    return lost
  })
}

const rowsMax = 500
/** Of a round of ten seconds. */
const countingMs = 200

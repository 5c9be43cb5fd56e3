import type { Position } from '../../protocol/ids.ts'
import { localDayOf } from '../../protocol/local-day.ts'
import type { Queries } from '../../storage/pool.ts'
import { settleDecisions } from '../../storage/writers/assignment-decisions.ts'
import {
  addWaiting, endWaiting, queueHandOver, readAssignmentState, readWaiting,
} from '../../storage/writers/assignment-waiting.ts'
import type { OutboxEntry } from '../outbox.ts'
import type { Ask, Asks } from '../projector/slice/asks.ts'
import { type AssignmentMemory, passed, woken } from './assignment-memory.ts'
import { decideAsks } from './decide-asks.ts'

interface Asked {
  asks: Asks
  memory: AssignmentMemory
  /** The batch's last event: its time is now, its place is the seed of chance. */
  at: { position: Position; journalMs: number }
}

/**
 * The one place that decides by the rules: in the projector's transaction, when the rows of the events that ask are
 * written. So nobody is given twice, caps are exact, and a decision is kept with what it used up, whatever crashes.
 */
export async function answerAsks(
  inside: Queries, { asks, memory, at }: Asked,
): Promise<{ outbox: OutboxEntry[]; memory: AssignmentMemory }> {
  const day = localDayOf(at.journalMs)
  const isNewDay = memory.day !== day
  if (asks.isEmpty && memory.pass === null && !isNewDay) return { outbox: [], memory }
  const prepared = await prepare(inside, { asks, memory: { ...memory, day }, isNewDay, at })
  const { waiters, memory: looked } = await nextWaiters(inside, prepared)
  const { now, later } = chosen({ asks, waiters, hasRules: looked.hasRules })
  await addWaiting(inside, { rows: later, nowMs: at.journalMs })
  const hasWaiting = looked.hasWaiting || later.length > 0
  const next = later.length > 0 ? woken({ ...looked, hasWaiting }) : looked
  if (now.length === 0) return { outbox: [], memory: next }
  const waiting = new Set(waiters.map(keyOf))
  const { outbox, left } = await decideAsks(inside, { asks: now, waiting, day, at })
  return { outbox, memory: { ...next, hasWaiting: hasWaiting || left } }
}

/** What happened since the last batch: what was given, hand-overs, rules, a new day. */
async function prepare(
  inside: Queries, { asks, memory, isNewDay, at }: Asked & { isNewDay: boolean },
): Promise<AssignmentMemory> {
  await settleDecisions(inside, [...asks.settled.values(), ...asks.given.values()])
  await endWaiting(inside, [...asks.given.values()])
  const handsOver = await queueHandOver(inside, { users: [...asks.users], nowMs: at.journalMs })
  const { hasRules } = asks.rulesChanged ? await readAssignmentState(inside) : memory
  const known = { ...memory, hasRules, hasWaiting: memory.hasWaiting || handsOver }
  return asks.wakes || isNewDay ? woken(known) : known
}

async function nextWaiters(
  inside: Queries, memory: AssignmentMemory,
): Promise<{ waiters: Ask[]; memory: AssignmentMemory }> {
  const { pass } = memory
  if (pass === null) return { waiters: [], memory }
  const rows = await readWaiting(inside, { after: pass.after, rowsMax: waitersMax })
  const last = rows.length < waitersMax ? null : rows.at(-1)?.place ?? null
  const isNobodyLeft = rows.length === 0 && pass.after === 0
  const next = passed({ ...memory, hasWaiting: !isNobodyLeft }, last)
  return { waiters: rows.map((row) => ({ ...row, isWanted: false })), memory: next }
}

/** What a person wants is done at once; of what happens by itself, what is too much for one batch waits a moment. */
function chosen(
  { asks, waiters, hasRules }: { asks: Asks; waiters: readonly Ask[]; hasRules: boolean },
): { now: Ask[]; later: Ask[] } {
  const wanted = [...asks.peers.values()].filter(({ isWanted }) => isWanted)
  const others = hasRules ? [...asks.peers.values()].filter(({ isWanted }) => !isWanted) : []
  const now = new Map([...waiters, ...others.slice(0, newMax), ...wanted].map((ask) => [keyOf(ask), ask]))
  return { now: [...now.values()], later: others.slice(newMax) }
}

const keyOf = ({ account, peer }: Ask): string => `${account} ${peer}`

/** A look at one costs about 0.1 ms where there are a hundred seats, a decision that is written 0.3 ms. */
const waitersMax = 200
const newMax = 1_000

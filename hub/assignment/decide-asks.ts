import {
  type Decision, type Ledger, decideAssignment, mayFindLater, noteDecision,
} from '../../actors/rules/assignment.ts'
import type { Position, UserId } from '../../protocol/ids.ts'
import { type PeerStanding, readStandings } from '../../storage/queries/assignment-peers.ts'
import type { Queries } from '../../storage/pool.ts'
import {
  type DecisionRow, holdRules, writeDecisions, writeGiven, writeTurns,
} from '../../storage/writers/assignment-decisions.ts'
import { addWaiting, endWaiting } from '../../storage/writers/assignment-waiting.ts'
import type { OutboxEntry } from '../outbox.ts'
import type { Ask } from '../projector/slice/asks.ts'
import { givingFacts } from './giving-facts.ts'
import { loadCompany, loadPeers } from './load-company.ts'

interface Deciding {
  asks: readonly Ask[]
  /** Of them, those who wait already. */
  waiting: ReadonlySet<string>
  day: number
  at: { position: Position; journalMs: number }
}

/** What becomes of one. `give` undefined: it stays whose it is; null: it follows the keeper of the phone. */
export interface Result {
  ask: Ask
  standing: PeerStanding
  decision: Decision
  give: UserId | null | undefined
  waits: boolean
}

/** One after the other, each with what the ones before used up. `left`: somebody waits now. */
export async function decideAsks(
  inside: Queries, { asks, waiting, day, at }: Deciding,
): Promise<{ outbox: OutboxEntry[]; left: boolean }> {
  await holdRules(inside)
  const company = await loadCompany(inside, { day })
  const standings = new Map((await readStandings(inside, asks)).map((one) => [keyOf(one), one]))
  const open = asks.flatMap((ask) => {
    const standing = standings.get(keyOf(ask))
    return standing !== undefined && isOpen(ask, standing, waiting) ? [{ ask, standing }] : []
  })
  const facts = await loadPeers(inside, company.rules, open.map(({ standing }) => standing))
  const before = copyOf(company.ledger)
  const results = facts.map((peer, index) => {
    const decision = decideAssignment(company, peer, `${at.position} ${peer.peer}`)
    noteDecision(company.ledger, decision)
    return resultOf({ ...open[index] as (typeof open)[number], decision })
  })
  if (company.rules.length > 0) await writeDecisions(inside, results.map((one) => rowOf(one, at.journalMs)))
  await writeLedger(inside, { before, after: company.ledger, day })
  const left = results.filter(({ waits }) => waits).map(({ ask }) => ask)
  await addWaiting(inside, { rows: left, nowMs: at.journalMs })
  const staying = new Set(left.map(keyOf))
  await endWaiting(inside, asks.filter((ask) => !staying.has(keyOf(ask))))
  return { outbox: givingFacts(results), left: left.length > 0 }
}

/** Whom somebody gave to a seat that is there keeps it; who is no friend any more needs none. */
function isOpen(ask: Ask, { seat, seatGone, pending, removed }: PeerStanding, waiting: ReadonlySet<string>): boolean {
  if (ask.isWanted) return true
  return !removed && (seat === null || seatGone) && (!pending || waiting.has(keyOf(ask)))
}

function resultOf({ ask, standing, decision }: Pick<Result, 'ask' | 'standing' | 'decision'>): Result {
  const { rule, seat } = decision
  const isServed = standing.seat !== null && !standing.seatGone
  if (seat === null || rule === null) {
    const hasHope = mayFindLater(decision)
    // Nobody sees what a disabled user has; and whom no rule is for is the keeper's.
    const isFreed = standing.seatGone || ask.isWanted && !hasHope
    return { ask, standing, decision, give: isFreed ? null : undefined, waits: hasHope && !isServed }
  }
  // Who is the keeper's follows the phone, whoever keeps it later.
  const given = rule.target === 'keeper' ? null : seat.user
  const isSame = given === standing.seat && !ask.isWanted
  return { ask, standing, decision, give: isSame ? undefined : given, waits: false }
}

function rowOf({ ask, decision: { rule, seat, why }, give }: Result, decidedMs: number): DecisionRow {
  const { account, peer } = ask
  return {
    account, peer, decidedMs, rule: rule?.id ?? null, ruleName: rule?.name ?? '', seat: seat?.user ?? null,
    seatName: seat?.name ?? '', why, pending: give !== undefined,
  }
}

function copyOf({ given, turns }: Ledger): Ledger {
  return { given: new Map(given), turns: new Map([...turns].map(([rule, of]) => [rule, new Map(of)])) }
}

async function writeLedger(
  inside: Queries, { before, after, day }: { before: Ledger; after: Ledger; day: number },
): Promise<void> {
  const given = [...after.given].filter(([user, count]) => before.given.get(user) !== count)
  await writeGiven(inside, { day, rows: given.map(([user, count]) => ({ user, given: count })) })
  await writeTurns(inside, [...after.turns].flatMap(([rule, of]) => [...of]
    .filter(([user, turn]) => before.turns.get(rule)?.get(user) !== turn)
    .map(([user, turn]) => ({ rule, user, turn }))))
}

const keyOf = ({ account, peer }: { account: string; peer: string }): string => `${account} ${peer}`

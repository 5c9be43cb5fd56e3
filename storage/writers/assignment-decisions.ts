import type { AssignmentDecision } from '../../protocol/assignment.ts'
import type { RuleId, UserId } from '../../protocol/ids.ts'
import type { Queries } from '../pool.ts'
import type { PeerKey } from '../queries/assignment-peers.ts'
import { statement } from '../statement.ts'
import { columns } from './columns.ts'

export interface DecisionRow extends AssignmentDecision, PeerKey {
  /** Its peersAssigned is on its way. */
  pending: boolean
}

/** Of each conversation the newest; none twice in `rows`. */
export async function writeDecisions(inside: Queries, rows: readonly DecisionRow[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(upsert, columns(rows, (row) => row.account, (row) => row.peer, (row) => row.decidedMs,
    (row) => row.rule, (row) => row.ruleName, (row) => row.seat, (row) => row.seatName,
    (row) => JSON.stringify(row.why), (row) => row.pending))
}

/** Their peersAssigned has come through the journal. */
export async function settleDecisions(inside: Queries, keys: readonly PeerKey[]): Promise<void> {
  if (keys.length === 0) return
  await inside.query(settle, columns(keys, ({ account }) => account, ({ peer }) => peer))
}

/** Until the transaction's end nobody deletes a rule. */
export async function holdRules(inside: Queries): Promise<void> {
  await inside.query(hold)
}

/** How many each was given on that day by now. */
export async function writeGiven(
  inside: Queries, { day, rows }: { day: number; rows: readonly { user: UserId; given: number }[] },
): Promise<void> {
  if (rows.length === 0) return
  await inside.query(upsertGiven, columns(rows, (row) => row.user, () => day, (row) => row.given))
}

export async function writeTurns(
  inside: Queries, rows: readonly { rule: RuleId; user: UserId; turn: number }[],
): Promise<void> {
  if (rows.length === 0) return
  await inside.query(upsertTurns, columns(rows, (row) => row.rule, (row) => row.user, (row) => row.turn))
}

const upsert = statement('project_assignment_decisions', `
  insert into assignment_decision (account, peer, decided_ms, rule, rule_name, seat, seat_name, why, pending)
  select * from unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::text[], $6::text[], $7::text[], $8::jsonb[],
    $9::bool[])
  on conflict (account, peer) do update set decided_ms = excluded.decided_ms, rule = excluded.rule,
    rule_name = excluded.rule_name, seat = excluded.seat, seat_name = excluded.seat_name, why = excluded.why,
    pending = excluded.pending`)

const settle = statement('settle_assignment_decisions', `
  update assignment_decision d set pending = false from unnest($1::text[], $2::text[]) as n (account, peer)
  where d.account = n.account and d.peer = n.peer and d.pending`)

const hold = statement('hold_assignment_rules', 'select from assignment_rule where enabled for key share')

const upsertGiven = statement('project_assignment_given', `
  insert into assignment_given (app_user, day, given)
  select * from unnest($1::text[], $2::int4[], $3::int4[])
  on conflict (app_user, day) do update set given = excluded.given`)

const upsertTurns = statement('project_assignment_turns', `
  insert into assignment_turn (rule, app_user, turn)
  select * from unnest($1::int8[], $2::text[], $3::int8[])
  on conflict (rule, app_user) do update set turn = excluded.turn`)

import type { AssignmentDecision } from '../../protocol/assignment.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'
import type { PeerKey } from './assignment-peers.ts'

/** What the rules decided last; null where they never did, or where a person gave it to somebody after that. */
export async function readDecision(
  queries: Queries, { account, peer }: PeerKey,
): Promise<{ decision: AssignmentDecision | null; waits: boolean }> {
  const { rows } = await queries.query<Row>(select, [account, peer])
  const [row] = rows
  if (row === undefined) return { decision: null, waits: false }
  const { isThere, waits, ...decision } = row
  return { decision: isThere ? decision : null, waits }
}

interface Row extends AssignmentDecision { isThere: boolean; waits: boolean }

const select = statement('assignment_decision_one', `
  select o.seat, o.seat_name as "seatName", o.rule::text as rule, o.rule_name as "ruleName",
    o.decided_ms as "decidedMs", o.why, o.peer is not null as "isThere",
    w.peer is not null as waits
  from (values ($1::text, $2::text)) n (account, peer)
    left join assignment s on s.account = n.account and s.peer = n.peer
    left join assignment_decision o on o.account = n.account and o.peer = n.peer
      and (s.reason is null or s.reason = 'rules')
    left join assignment_waiting w on w.account = n.account and w.peer = n.peer`)

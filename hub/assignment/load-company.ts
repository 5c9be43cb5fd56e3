import type { Company, PeerFacts, SeatFacts, SeatHistory } from '../../actors/rules/assignment.ts'
import type { AssignmentRule } from '../../protocol/assignment.ts'
import type { RuleId, UserId } from '../../protocol/ids.ts'
import { type Permission, mayDo } from '../../protocol/permissions.ts'
import { type SeatRow, readCompany } from '../../storage/queries/assignment-company.ts'
import {
  type AccountStanding, type PeerKey, readElsewhere, readHistory,
} from '../../storage/queries/assignment-peers.ts'
import type { Queries } from '../../storage/pool.ts'

/** The company as the rules see it now; caps are those of `day`. */
export async function loadCompany(queries: Queries, { day }: { day: number }): Promise<Company> {
  const { rules, seats, departments, turns } = await readCompany(queries, { day })
  const ledger = {
    given: new Map(seats.map(({ user, given }) => [user, given])), turns: new Map<RuleId, Map<UserId, number>>(),
  }
  for (const { rule, user, turn } of turns) {
    const of = ledger.turns.get(rule) ?? new Map<UserId, number>()
    ledger.turns.set(rule, of.set(user, turn))
  }
  return {
    rules, seats: new Map(seats.map((row) => [row.user, factsOf(row)])),
    parents: new Map(departments.map(({ department, parent }) => [department, parent])), ledger,
  }
}

function factsOf({ user, name, department, disabled, permissions, connected, away, cap }: SeatRow): SeatFacts {
  return {
    user, name, department, disabled, cap, maySeat: mayDo(permissions as Permission[], 'chat'),
    isAgent: permissions.includes('chat'), presence: !connected ? 'offline' : away ? 'away' : 'online',
  }
}

/** What the rules ask about these; only what one of them asks is read. In the order of `keys`. */
export async function loadPeers(
  queries: Queries, rules: readonly AssignmentRule[], keys: readonly (PeerKey & AccountStanding)[],
): Promise<PeerFacts[]> {
  const asksElsewhere = rules.some(({ scope, target }) => scope === 'duplicates' || target === 'duplicateSeat')
  const asksHistory = rules.some(({ turns }) => turns === 'random')
  const elsewhere = groupByPeer(asksElsewhere ? await readElsewhere(queries, keys) : [])
  const history = groupByPeer(asksHistory ? await readHistory(queries, keys) : [])
  return keys.map(({ account, peer, keeper, group }) => {
    const key = `${account} ${peer}`
    const followed = (history.get(key) ?? []).map(({ seat, ...rest }): [UserId, SeatHistory] => [seat, rest])
    return {
      account, peer, keeper, group, elsewhere: (elsewhere.get(key) ?? []).map(({ seat }) => seat),
      history: new Map(followed),
    }
  })
}

function groupByPeer<Row extends PeerKey>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = `${row.account} ${row.peer}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}

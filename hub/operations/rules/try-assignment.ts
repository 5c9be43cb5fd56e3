import { type PeerFacts, decideAssignment, mayFindLater } from '../../../actors/rules/assignment.ts'
import type { AssignmentRule } from '../../../protocol/assignment.ts'
import type { AccountId, PeerId } from '../../../protocol/ids.ts'
import { localDayOf } from '../../../protocol/local-day.ts'
import { tryAssignment as operation } from '../../../protocol/operations/assignment-rules.ts'
import { readAccountStanding } from '../../../storage/queries/assignment-peers.ts'
import { hasAccount } from '../../../storage/queries/assignments.ts'
import type { Queries } from '../../../storage/pool.ts'
import { loadCompany, loadPeers } from '../../assignment/load-company.ts'
import { defineHandler } from '../define-handler.ts'
import { refuseField } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

/** The rules as the projector takes them, at one moment, and what they say of one friend. */
export const tryAssignment = defineHandler(operation, async (input, { pool, user, nowMs }) => {
  const { account, peer, draft, replaces } = input
  if (!await hasAccount(pool, { account, scope: scopeOf(user) })) return refuseField('account', 'no such account')
  const company = await loadCompany(pool, { day: localDayOf(nowMs) })
  const rules = draft === null ? company.rules : withDraft(company.rules, {
    id: replaces, name: draft.name, scope: draft.scope, target: draft.target, turns: draft.turns,
    onlineOnly: draft.onlineOnly, groups: draft.groups ?? [], accounts: draft.accounts ?? [],
    departments: draft.departments ?? [],
  })
  const facts = await factsOf(pool, { rules, account, peer })
  if (facts === null) return refuseField('account', 'no such account')
  const decision = decideAssignment({ ...company, rules }, facts, `${nowMs}`)
  return {
    seat: decision.seat?.user ?? null, name: decision.seat?.name ?? '', ruleName: decision.rule?.name ?? '',
    waits: mayFindLater(decision), why: decision.why,
  }
})

/** In the place of the one it replaces; a new one, or one that is disabled now, comes last. */
function withDraft(rules: readonly AssignmentRule[], draft: AssignmentRule): AssignmentRule[] {
  const place = rules.findIndex(({ id }) => id === draft.id)
  return place === -1 ? [...rules, draft] : rules.with(place, draft)
}

interface Asked { rules: readonly AssignmentRule[]; account: AccountId; peer: PeerId | null }

async function factsOf(queries: Queries, { rules, account, peer }: Asked): Promise<PeerFacts | null> {
  const standing = await readAccountStanding(queries, account)
  if (standing === undefined) return null
  if (peer === null) return { ...standing, peer: '' as PeerId, elsewhere: [], history: new Map() }
  const [facts] = await loadPeers(queries, rules, [{ ...standing, peer }])
  return facts ?? null
}

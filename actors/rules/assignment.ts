import type {
  AssignmentRule, AssignmentWhy, ExcludedSeat, Exclusion, Preference, RuleVerdict,
} from '../../protocol/assignment.ts'
import type { AccountId, ContactGroupId, DepartmentId, PeerId, RuleId, UserId } from '../../protocol/ids.ts'
import { unreachable } from '../unreachable.ts'
import { pickByChance } from './chance.ts'

/** A user, as the rules see them. */
export interface SeatFacts {
  readonly user: UserId
  readonly name: string
  readonly department: DepartmentId
  readonly presence: 'online' | 'away' | 'offline'
  readonly disabled: boolean
  /** May serve customers. */
  readonly maySeat: boolean
  /** Is made for it: not only because they may do everything. */
  readonly isAgent: boolean
  /** RULE-6: how many the rules give in a day at most; null: as many as come. */
  readonly cap: number | null
}

/** What decisions use up; `noteDecision` counts. */
export interface Ledger {
  /** How many each seat was given by the rules today. */
  readonly given: Map<UserId, number>
  /** By rule, when each seat had its last turn: a number that grows. */
  readonly turns: Map<RuleId, Map<UserId, number>>
}

export interface Company {
  /** Those that hold, in their order. */
  readonly rules: readonly AssignmentRule[]
  /** In the order in which first turns come. */
  readonly seats: ReadonlyMap<UserId, SeatFacts>
  readonly parents: ReadonlyMap<DepartmentId, DepartmentId | null>
  readonly ledger: Ledger
}

/** What a seat had to do with a customer before, on whichever of our accounts. */
export interface SeatHistory { readonly followedMs: number; readonly messages: number }

/** A friend or chatroom that is to be given to somebody. */
export interface PeerFacts {
  readonly account: AccountId
  readonly peer: PeerId
  /** Of the phone that the account is on. */
  readonly keeper: UserId
  readonly group: ContactGroupId | null
  /** Who serves the same friend or chatroom on our other accounts: one entry for each of those. */
  readonly elsewhere: readonly UserId[]
  readonly history: ReadonlyMap<UserId, SeatHistory>
}

/** `seat` null: nobody was found. */
export interface Decision { rule: AssignmentRule | null; seat: SeatFacts | null; why: AssignmentWhy }

/** RULE-1: the first rule that yields a seat wins. `seed`: what chance goes by. */
export function decideAssignment(company: Company, peer: PeerFacts, seed: string): Decision {
  const verdicts: RuleVerdict[] = []
  for (const rule of company.rules) {
    const named = isFor(rule, peer) ? seatsOf(rule, company, peer) : null
    const excluded = (named ?? []).flatMap((seat) => excludedSeat(rule, seat, company.ledger) ?? [])
    const out = new Set(excluded.map(({ seat }) => seat))
    const left = (named ?? []).filter(({ user }) => !out.has(user))
    verdicts.push({
      rule: rule.id, name: rule.name,
      outcome: named === null ? 'notForIt' : left.length === 0 ? 'nobody' : 'yielded',
      named: named?.length ?? 0, excluded: excluded.slice(0, excludedMax), excludedCount: excluded.length,
    })
    if (left.length > 0) {
      const { seat, preference } = choose(rule, left, { ledger: company.ledger, peer, seed })
      return { rule, seat, why: { verdicts, preference } }
    }
  }
  return { rule: null, seat: null, why: { verdicts, preference: null } }
}

/** A rule is for it, and has nobody now: it may have somebody later. */
export function mayFindLater({ seat, why }: Decision): boolean {
  return seat === null && why.verdicts.some(({ outcome }) => outcome === 'nobody')
}

/** For the decisions after it. A rule that isn't saved has no turns. */
export function noteDecision(ledger: Ledger, { rule, seat }: Decision): void {
  if (seat === null || rule === null) return
  ledger.given.set(seat.user, (ledger.given.get(seat.user) ?? 0) + 1)
  if (rule.id === null) return
  const turns = ledger.turns.get(rule.id) ?? new Map<UserId, number>()
  ledger.turns.set(rule.id, turns)
  let last = 0
  for (const turn of turns.values()) last = Math.max(last, turn)
  turns.set(seat.user, last + 1)
}

/** RULE-2. */
function isFor({ scope, groups, accounts }: AssignmentRule, { account, group, elsewhere }: PeerFacts): boolean {
  switch (scope) {
    case 'all': return true
    case 'groups': return group !== null && groups.includes(group)
    case 'accounts': return accounts.includes(account)
    case 'duplicates': return elsewhere.length > 0
    default: return unreachable(scope)
  }
}

/** RULE-3. Whoever is named by what they do is named even where they can't be taken: so that it can be said why. */
function seatsOf(rule: AssignmentRule, { seats, parents }: Company, { keeper, elsewhere }: PeerFacts): SeatFacts[] {
  const agents = (fits: (department: DepartmentId) => boolean): SeatFacts[] =>
    [...seats.values()].filter(({ isAgent, disabled, department }) => isAgent && !disabled && fits(department))
  const home = seats.get(keeper)?.department
  switch (rule.target) {
    case 'all': return agents(() => true)
    case 'keeper': return known(seats, [keeper])
    case 'keeperDepartment': return agents((department) => department === home)
    case 'keeperDepartmentTree': return agents((department) => isWithin(parents, department, home))
    case 'keeperSubDepartments': {
      return agents((department) => department !== home && isWithin(parents, department, home))
    }
    case 'departments': return agents((department) => rule.departments.includes(department))
    case 'duplicateSeat': return known(seats, elsewhere)
    default: return unreachable(rule.target)
  }
}

function known(seats: Company['seats'], users: readonly UserId[]): SeatFacts[] {
  return [...new Set(users)].flatMap((user) => seats.get(user) ?? [])
}

function isWithin(parents: Company['parents'], department: DepartmentId, home: DepartmentId | undefined): boolean {
  if (home === undefined) return false
  const seen = new Set<DepartmentId>()
  for (let at: DepartmentId | null = department; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
    if (at === home) return true
    seen.add(at)
  }
  return false
}

function excludedSeat(rule: AssignmentRule, seat: SeatFacts, ledger: Ledger): ExcludedSeat | null {
  const why = exclusionOf(rule, seat, ledger)
  return why === null ? null : { seat: seat.user, name: seat.name, why }
}

function exclusionOf(
  { onlineOnly }: AssignmentRule, { user, disabled, maySeat, cap, presence }: SeatFacts, { given }: Ledger,
): Exclusion | null {
  if (disabled) return 'disabled'
  if (!maySeat) return 'noSeat'
  if (cap !== null && (given.get(user) ?? 0) >= cap) return 'full'
  return onlineOnly && presence !== 'online' ? presence : null
}

interface Choice { ledger: Ledger; peer: PeerFacts; seed: string }

/** RULE-4. */
function choose(
  rule: AssignmentRule, left: readonly SeatFacts[], { ledger, peer, seed }: Choice,
): { seat: SeatFacts; preference: Preference } {
  const first = left[0] as SeatFacts
  if (left.length === 1) return { seat: first, preference: 'only' }
  if (rule.turns === 'sequential') {
    const turns = rule.id === null ? undefined : ledger.turns.get(rule.id)
    const turnOf = ({ user }: SeatFacts): number => turns?.get(user) ?? 0
    return { seat: left.reduce((best, one) => (turnOf(one) < turnOf(best) ? one : best)), preference: 'turn' }
  }
  const ranked = left.toSorted((one, other) => prefer(one, other, peer).order)
  const best = ranked[0] as SeatFacts
  const equals = ranked.filter((one) => prefer(best, one, peer).order === 0)
  if (equals.length === 1) return { seat: best, preference: prefer(best, ranked[1] as SeatFacts, peer).by }
  return { seat: equals[pickByChance(seed, equals.length)] as SeatFacts, preference: 'chance' }
}

/** Below 0: `one` is preferred, by this. */
function prefer(one: SeatFacts, other: SeatFacts, { history }: PeerFacts): { order: number; by: Preference } {
  const [mine, theirs] = [history.get(one.user) ?? stranger, history.get(other.user) ?? stranger]
  if (mine.followedMs !== theirs.followedMs) {
    return { order: mine.followedMs < theirs.followedMs ? -1 : 1, by: 'follower' }
  }
  if (mine.messages !== theirs.messages) return { order: theirs.messages - mine.messages, by: 'chat' }
  return { order: Number(other.presence === 'online') - Number(one.presence === 'online'), by: 'online' }
}

const stranger: SeatHistory = { followedMs: Infinity, messages: 0 }
/** What is kept of a rule that names a thousand seats. */
const excludedMax = 20

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Company, type Decision, type PeerFacts, type SeatFacts, type SeatHistory, decideAssignment, mayFindLater,
  noteDecision,
} from '../../../actors/rules/assignment.ts'
import type { AssignmentRule, RuleTarget } from '../../../protocol/assignment.ts'
import type { AccountId, ContactGroupId, DepartmentId, PeerId, RuleId, UserId } from '../../../protocol/ids.ts'

const [company, sales, team, other] = ['1', '2', '3', '4'] as DepartmentId[] as
  [DepartmentId, DepartmentId, DepartmentId, DepartmentId]
const parents = new Map([[company, null], [sales, company], [team, sales], [other, company]])
const [keeper, mate, below, away, gone, chief] = ['keeper', 'mate', 'below', 'away', 'gone', 'chief'] as UserId[] as
  [UserId, UserId, UserId, UserId, UserId, UserId]

const seat = (user: UserId, changes: Partial<SeatFacts> = {}): SeatFacts => ({
  user, name: user, department: sales, presence: 'online', disabled: false, maySeat: true, isAgent: true, cap: null,
  ...changes,
})
const staff = [
  seat(keeper), seat(mate), seat(below, { department: team, presence: 'offline' }),
  seat(away, { department: other, presence: 'away' }), seat(gone, { disabled: true }),
  seat(chief, { department: company, isAgent: false }),
]

const rule = (changes: Partial<AssignmentRule> = {}): AssignmentRule => ({
  id: '1' as RuleId, name: '规则', scope: 'all', groups: [], accounts: [], target: 'all', departments: [],
  turns: 'sequential', onlineOnly: false, ...changes,
})
const peer = (changes: Partial<PeerFacts> = {}): PeerFacts => ({
  account: 'our' as AccountId, peer: 'friend' as PeerId, keeper, group: null, elsewhere: [], history: new Map(),
  ...changes,
})

function among(seats: readonly SeatFacts[], ...rules: AssignmentRule[]): Company {
  return {
    rules, seats: new Map(seats.map((one) => [one.user, one])), parents, ledger: { given: new Map(), turns: new Map() },
  }
}

/** As stored and read again between two decisions. */
function restarted({ ledger: { given, turns }, ...rest }: Company): Company {
  return { ...rest, ledger: { given: new Map(given), turns: new Map([...turns].map(([id, of]) => [id, new Map(of)])) } }
}

function give(to: Company, how: { peer?: PeerFacts; seed?: string } = {}): Decision {
  const decision = decideAssignment(to, how.peer ?? peer(), how.seed ?? 'seed')
  noteDecision(to.ledger, decision)
  return decision
}
const gives = (to: Company, how?: { peer?: PeerFacts; seed?: string }) => give(to, how).seat?.user ?? null

test('[RULE-1] the first rule that yields a seat wins; a rule that has nobody lets the next one try', () => {
  const rules = [
    rule({ id: '7' as RuleId, name: '子部门', target: 'keeperSubDepartments', onlineOnly: true }),
    rule({ id: '8' as RuleId, name: '保管者', target: 'keeper' }), rule({ id: '9' as RuleId }),
  ]
  const decision = give(among(staff, ...rules))
  expect([decision.rule?.name, decision.seat?.user]).toEqual(['保管者', keeper])
  expect(decision.why).toEqual({ preference: 'only', verdicts: [
    { rule: '7', name: '子部门', outcome: 'nobody', named: 1, excludedCount: 1,
      excluded: [{ seat: below, name: below, why: 'offline' }] },
    { rule: '8', name: '保管者', outcome: 'yielded', named: 1, excludedCount: 0, excluded: [] },
  ] })
})

test('[RULE-2] a rule is for the accounts, groups or duplicates that it names, and for no others', () => {
  const groups = ['5' as ContactGroupId]
  const inGroup = rule({ scope: 'groups', groups, target: 'keeper' })
  const ofAccount = rule({ scope: 'accounts', accounts: ['our' as AccountId], target: 'keeper' })
  const shared = rule({ scope: 'duplicates', target: 'keeper' })
  expect(gives(among(staff, inGroup), { peer: peer({ group: '5' as ContactGroupId }) })).toBe(keeper)
  expect(gives(among(staff, inGroup), { peer: peer({ group: '6' as ContactGroupId }) })).toBeNull()
  expect(gives(among(staff, ofAccount))).toBe(keeper)
  expect(gives(among(staff, ofAccount), { peer: peer({ account: 'their' as AccountId }) })).toBeNull()
  expect(gives(among(staff, shared), { peer: peer({ elsewhere: [mate] }) })).toBe(keeper)
  expect(gives(among(staff, shared))).toBeNull()
  expect(mayFindLater(give(among(staff, shared)))).toBe(false)
})

test.each<[RuleTarget, UserId[]]>([
  ['all', [keeper, mate, below, away]], ['keeper', [keeper]], ['keeperDepartment', [keeper, mate]],
  ['keeperDepartmentTree', [keeper, mate, below]], ['keeperSubDepartments', [below]], ['departments', [below, away]],
  ['duplicateSeat', [away, chief]],
])('[RULE-3] %s names these seats and no others', (target, users) => {
  const to = among(staff, rule({ target, departments: [team, other] }))
  const one = peer({ elsewhere: [away, chief, away] })
  const got = new Set(users.map(() => gives(to, { peer: one })))
  expect([...got]).toEqual(users)
  expect(decideAssignment(to, one, '').why.verdicts[0]?.named).toBe(users.length)
})

test('[RULE-3] a keeper who is disabled or no seat is named, with the reason', () => {
  const whyNot = (changes: Partial<SeatFacts>) => {
    const decision = give(among([seat(keeper, changes)], rule({ target: 'keeper' })))
    expect(mayFindLater(decision)).toBe(true)
    return decision.why.verdicts[0]?.excluded.map(({ why }) => why)
  }
  expect(whyNot({ disabled: true })).toEqual(['disabled'])
  expect(whyNot({ maySeat: false, isAgent: false })).toEqual(['noSeat'])
})

describe('[RULE-4] 随机', () => {
  const random = rule({ turns: 'random' })
  const seats = [keeper, mate, below].map((user) => seat(user))
  const knows = (entries: [UserId, SeatHistory][]) => peer({ history: new Map(entries) })

  test('prefers who followed first, then who chatted more, then who is online', () => {
    const to = among([...seats.slice(0, 2), seat(below, { presence: 'offline' })], random)
    expect(give(to, { peer: knows([[mate, { followedMs: 5, messages: 1 }], [below, { followedMs: 4, messages: 0 }]]) }))
      .toMatchObject({ seat: { user: below }, why: { preference: 'follower' } })
    expect(give(to, { peer: knows([[mate, { followedMs: 5, messages: 1 }], [below, { followedMs: 5, messages: 9 }]]) }))
      .toMatchObject({ seat: { user: below }, why: { preference: 'chat' } })
    expect(give(among([seat(keeper, { presence: 'away' }), seat(mate)], random)))
      .toMatchObject({ seat: { user: mate }, why: { preference: 'online' } })
  })

  test('chance decides among equals, by the seed alone, and reaches everybody about equally often', () => {
    const counts = new Map<UserId, number>()
    for (let index = 0; index < 3_000; index++) {
      const decision = give(among(seats, random), { seed: `${index * 65_536} friend` })
      expect(decision.why.preference).toBe('chance')
      expect(gives(among(seats, random), { seed: `${index * 65_536} friend` })).toBe(decision.seat?.user)
      counts.set(decision.seat?.user as UserId, (counts.get(decision.seat?.user as UserId) ?? 0) + 1)
    }
    for (const { user } of seats) expect(Math.abs((counts.get(user) ?? 0) - 1_000)).toBeLessThan(120)
  })
})

test('[RULE-5] only to who is online: not to who is away or gone', () => {
  const to = among(staff, rule({ onlineOnly: true }))
  expect([gives(to), gives(to), gives(to)]).toEqual([keeper, mate, keeper])
  expect(give(to).why.verdicts[0]?.excluded).toEqual([
    { seat: below, name: below, why: 'offline' }, { seat: away, name: away, why: 'away' },
  ])
})

const steps = fc.array(fc.record({
  present: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), restart: fc.boolean(),
}), { maxLength: 60 })
const users = ['a', 'b', 'c', 'd'] as UserId[]

test('[RULE-4] in turn: of those who are there, always the one whose last turn is the oldest', () => {
  fc.assert(fc.property(steps, (list) => {
    let to = among([], rule({ onlineOnly: true }))
    const waited = [...users]
    for (const { present, restart } of list) {
      const seats = users.map((user, index) => seat(user, { presence: present[index] === true ? 'online' : 'offline' }))
      to = { ...restart ? restarted(to) : to, seats: new Map(seats.map((one) => [one.user, one])) }
      const expected = waited.find((user) => present[users.indexOf(user)]) ?? null
      expect(gives(to)).toBe(expected)
      if (expected !== null) waited.push(...waited.splice(waited.indexOf(expected), 1))
    }
  }))
})

test('[RULE-4] in turn, over restarts: nobody is ever two ahead of another', () => {
  fc.assert(fc.property(fc.array(fc.boolean(), { maxLength: 50 }), (restarts) => {
    let to = among(users.map((user) => seat(user)), rule())
    const counts = new Map(users.map((user) => [user, 0]))
    for (const restart of restarts) {
      if (restart) to = restarted(to)
      const user = gives(to) as UserId
      counts.set(user, (counts.get(user) ?? 0) + 1)
      expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1)
    }
  }))
})

test('[RULE-6] caps are reached and never exceeded, whatever the order; then nobody is left', () => {
  const caps = fc.array(fc.option(fc.integer({ min: 0, max: 5 }), { freq: 8 }), { minLength: 1, maxLength: 4 })
  fc.assert(fc.property(caps, fc.integer({ min: 0, max: 30 }), fc.constantFrom('sequential', 'random'),
    (limits, friends, turns) => {
      const to = among(limits.map((cap, index) => seat(users[index] as UserId, { cap })), rule({ turns }))
      let given = 0
      for (let index = 0; index < friends; index++) {
        const decision = give(to, { seed: String(index) })
        if (decision.seat !== null) given += 1
        else expect(decision.why.verdicts[0]?.excluded.every(({ why }) => why === 'full')).toBe(true)
      }
      for (const [index, cap] of limits.entries()) {
        if (cap !== null) expect(to.ledger.given.get(users[index] as UserId) ?? 0).toBeLessThanOrEqual(cap)
      }
      const room = limits.reduce<number>((sum, cap) => sum + (cap ?? Infinity), 0)
      expect(given).toBe(Math.min(friends, room))
    }))
})

test('what is kept of a rule that names very many seats stays small, and says how many they were', () => {
  const many = Array.from({ length: 500 }, (_, index) => seat(`u${index}` as UserId, { presence: 'offline' }))
  const { why } = give(among(many, rule({ onlineOnly: true })))
  expect(why.verdicts[0]).toMatchObject({ named: 500, excludedCount: 500 })
  expect(why.verdicts[0]?.excluded.length).toBe(20)
})

import type { AssignmentDecision, AssignmentRule, AssignmentWhy } from '../assignment.ts'
import { ruleScopes, ruleTargets, ruleTurns } from '../assignment.ts'
import { boolean, integer, listOf, oneOf, optional, record, text } from '../fields.ts'
import {
  type RuleId, type UserId, accountId, contactGroupId, departmentId, peerId, ruleId, userId,
} from '../ids.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import { version } from './departments.ts'

const keysOf = <K extends string>(choices: Readonly<Record<K, string>>) => Object.keys(choices) as K[]
const max = limits.ruleEntriesMax

const ruleFields = {
  name: text({ bytesMin: 1, bytesMax: limits.nameBytesMax }), scope: oneOf(...keysOf(ruleScopes)),
  target: oneOf(...keysOf(ruleTargets)), turns: oneOf(...keysOf(ruleTurns)), onlineOnly: boolean(),
}
/** Each where the scope or the target asks for it. */
const entryFields = {
  groups: optional(listOf(contactGroupId(), { max })), accounts: optional(listOf(accountId(), { max })),
  departments: optional(listOf(departmentId(), { max })),
}

export const createAssignmentRule = operation<{ rule: RuleId }>()({
  name: 'createAssignmentRule', permission: 'rules', effect: 'changes',
  about: 'A rule that says who gets new friends and chatrooms: the last one.',
  input: { ...ruleFields, ...entryFields, enabled: boolean() },
})

/** What is left out stays. 409 `conflict` with `current` when the version isn't the newest. */
export const changeAssignmentRule = operation<{ version: number }>()({
  name: 'changeAssignmentRule', permission: 'rules', effect: 'changes',
  about: 'What a rule is for, and whom it gives to. Holds for what is given from now on.',
  input: {
    rule: ruleId(), version: version(), ...entryFields, enabled: optional(boolean()), name: optional(ruleFields.name),
    scope: optional(ruleFields.scope), target: optional(ruleFields.target), turns: optional(ruleFields.turns),
    onlineOnly: optional(ruleFields.onlineOnly),
  },
})

export const moveAssignmentRule = operation<Record<string, never>>()({
  name: 'moveAssignmentRule', permission: 'rules', effect: 'changes',
  about: 'Trades places with the one before or after it: the first rule that yields a seat wins.',
  input: { rule: ruleId(), direction: oneOf('up', 'down') },
})

export const deleteAssignmentRule = operation<Record<string, never>>()({
  name: 'deleteAssignmentRule', permission: 'rules', effect: 'changes', about: 'What it gave stays where it is.',
  input: { rule: ruleId(), version: version() },
})

/** A seat, as caps see it. */
export interface SeatCap {
  seat: UserId
  name: string
  loginName: string
  department: string
  /** Null: as many as come. */
  perDay: number | null
  /** By the rules, today. */
  given: number
  presence: 'online' | 'away' | 'offline'
}

export const listSeatCaps = operation<{ rows: SeatCap[]; more: boolean }>()({
  name: 'listSeatCaps', permission: 'rules', effect: 'reads',
  about: 'How many friends the rules give each seat in a day at most, and how many it got today.',
  input: { search: optional(text({ bytesMax: limits.nameBytesMax })) },
})

export const setSeatCaps = operation<Record<string, never>>()({
  name: 'setSeatCaps', permission: 'rules', effect: 'changes',
  about: 'Daily caps of these seats; without a number there is none.',
  input: {
    caps: listOf(record('cap', { seat: userId(), perDay: integer({ min: 0, max: 100_000 }) },
      { required: ['seat'], bytesMax: 256 }), { max: limits.seatCapsMax }),
  },
})

/** What the rules would do now. */
export interface AssignmentTrial {
  seat: UserId | null
  name: string
  ruleName: string
  /** Nobody can have it now, somebody may later. */
  waits: boolean
  why: AssignmentWhy
}

export const tryAssignment = operation<AssignmentTrial>()({
  name: 'tryAssignment', permission: 'rules', effect: 'reads',
  about: 'Who would get a new friend of this account now, and why. Gives nobody anything.',
  input: {
    account: accountId(),
    /** A friend or chatroom there is; without it somebody whom no other account has. */
    peer: optional(peerId()),
    /** With this rule too, as it would be saved: in the place of the one it replaces, else as the last. */
    draft: optional(record('rule', { ...ruleFields, ...entryFields },
      { required: ['name', 'scope', 'target', 'turns', 'onlineOnly'], bytesMax: limits.operationBytesMax })),
    replaces: optional(ruleId()),
  },
})

export const explainAssignment = operation<{ decision: AssignmentDecision | null; waits: boolean }>()({
  name: 'explainAssignment', permission: 'signedIn', effect: 'reads',
  about: 'Why the rules gave a friend or chatroom to whom they did. For its seat, and for who may see it in the lists.',
  input: { account: accountId(), peer: peerId() },
})

export type StoredRule = AssignmentRule & { readonly id: RuleId; readonly enabled: boolean; readonly version: number }

import type { AccountId, ContactGroupId, DepartmentId, RuleId, UserId } from './ids.ts'

/** RULE-2: whose friends and chatrooms a rule is for. */
export const ruleScopes = {
  all: '所有微信的好友和群', groups: '指定微信分组的好友和群', accounts: '指定微信号的好友和群',
  duplicates: '两个以上微信共有的好友和群',
} as const
export type RuleScope = keyof typeof ruleScopes

/** RULE-3: whom it gives them to. */
export const ruleTargets = {
  all: '所有客服', keeper: '设备保管者', keeperDepartment: '设备保管者所在部门的客服',
  keeperDepartmentTree: '设备保管者所在部门或子部门的客服', keeperSubDepartments: '设备保管者所在部门的子部门客服',
  departments: '指定部门的客服', duplicateSeat: '重复好友/群已经分配的客服',
} as const
export type RuleTarget = keyof typeof ruleTargets

/** RULE-4. "随机" is the manual's word for: earliest follower, then most chat, then online; chance among equals. */
export const ruleTurns = { sequential: '顺序分配', random: '随机分配' } as const
export type RuleTurns = keyof typeof ruleTurns

export interface AssignmentRule {
  /** Null: one that isn't saved yet. */
  readonly id: RuleId | null
  readonly name: string
  readonly scope: RuleScope
  /** Of accounts; where the scope asks for them. */
  readonly groups: readonly ContactGroupId[]
  readonly accounts: readonly AccountId[]
  readonly target: RuleTarget
  readonly departments: readonly DepartmentId[]
  readonly turns: RuleTurns
  /** RULE-5. */
  readonly onlineOnly: boolean
}

/** Why a seat that a rule names isn't taken. */
export const exclusions = {
  disabled: '账号已停用', noSeat: '没有客服权限', full: '已达今日分配上限', away: '离开', offline: '不在线',
} as const
export type Exclusion = keyof typeof exclusions

/** Why this one of the seats that were left. */
export const preferences = {
  only: '只有这一位可以分配', turn: '按顺序轮到', follower: '跟进最早', chat: '聊天最多', online: '当前在线',
  chance: '条件相同，随机选出',
} as const
export type Preference = keyof typeof preferences

export interface ExcludedSeat { readonly seat: UserId; readonly name: string; readonly why: Exclusion }

/** What one rule came to. */
export interface RuleVerdict {
  readonly rule: RuleId | null
  readonly name: string
  readonly outcome: 'notForIt' | 'nobody' | 'yielded'
  /** How many seats it names. */
  readonly named: number
  /** The first of those that weren't taken, and how many there are. */
  readonly excluded: readonly ExcludedSeat[]
  readonly excludedCount: number
}

/** Why somebody got a conversation, or nobody did: rule by rule, in their order, up to the one that yielded. */
export interface AssignmentWhy { readonly verdicts: readonly RuleVerdict[]; readonly preference: Preference | null }

/** What the rules decided on a conversation. */
export interface AssignmentDecision {
  /** Nil: nobody was found. The names are those of that moment. */
  readonly seat: UserId | null
  readonly seatName: string
  readonly rule: RuleId | null
  readonly ruleName: string
  readonly decidedMs: number
  readonly why: AssignmentWhy
}

import { html } from 'lit'
import {
  type RuleScope, type RuleTarget, type RuleTurns, ruleScopes, ruleTargets, ruleTurns,
} from '../../protocol/assignment.ts'
import type { AccountId, ContactGroupId, DepartmentId, RuleId } from '../../protocol/ids.ts'
import type { Admin } from '../data/admin.ts'
import './assignment-trial.ts'
import type { Form, FormField, FormValues } from './form.ts'

/** A rule, asked for step by step as the manual does: whom, to whom, in which order; and a trial before it is saved. */
export function ruleForm(
  { title, rule = null, values, ...rest }: Pick<Form, 'title' | 'values' | 'submit' | 'done' | 'version'>
    & { rule?: RuleId | null },
): Form {
  return {
    title, values, fields, steps, isWide: true, faultFields: { nameTaken: 'name' }, read: readRule, ...rest,
    preview: (typed, admin) => trialOf(typed, rule, admin),
  }
}

export const newRule: FormValues = { scope: 'all', target: 'all', turns: 'sequential', onlineOnly: true, enabled: true }

export function readRule(row: Record<string, unknown>): FormValues {
  return Object.fromEntries(fields.map(({ name }) => [name, row[name]]))
}

/** What the form has become, for the operations and the trial. */
export function ruleInput(values: FormValues) {
  const { name, scope, groups, accounts, target, departments, turns, onlineOnly } = values
  return {
    name: (name as string | undefined ?? '').trim(), scope: scope as RuleScope,
    target: target as RuleTarget, turns: turns as RuleTurns,
    onlineOnly: onlineOnly === true, groups: (groups ?? []) as ContactGroupId[],
    accounts: (accounts ?? []) as AccountId[], departments: (departments ?? []) as DepartmentId[],
  }
}

function trialOf(values: FormValues, rule: RuleId | null, admin: Admin) {
  const draft = ruleInput(values)
  return html`<ark-assignment-trial .admin=${admin} .draft=${{ ...draft, name: draft.name || '这条规则' }}
    .replaces=${rule}></ark-assignment-trial>`
}

const fields: readonly FormField[] = [
  { name: 'name', title: '规则名称', kind: 'text', required: true, wide: true, placeholder: '例如：新客户分给销售部' },
  { name: 'scope', title: '分配哪些好友和群', kind: 'choice', choices: ruleScopes, required: true, wide: true },
  { name: 'groups', title: '微信分组', kind: 'multi', options: 'accountGroups', required: true, wide: true,
    when: ({ scope }) => scope === 'groups' },
  { name: 'accounts', title: '微信号', kind: 'multi', options: 'accounts', required: true, wide: true,
    when: ({ scope }) => scope === 'accounts' },
  { name: 'target', title: '分配给谁', kind: 'choice', choices: ruleTargets, required: true, wide: true },
  { name: 'departments', title: '部门', kind: 'multi', options: 'departments', required: true, wide: true,
    hint: '不包含下级部门，需要时一并选上', when: ({ target }) => target === 'departments' },
  { name: 'turns', title: '按什么次序分配', kind: 'choice', choices: ruleTurns, required: true, wide: true,
    hint: '顺序分配：一人一个轮流。随机分配：先给跟进最早的，再给聊天最多的，再给在线的；条件都相同才随机。' },
  { name: 'onlineOnly', title: '只分配给在线客服', kind: 'switch',
    hint: '分配的那一刻，客服端在线且没有选「离开」才分给他；没有人在线时，好友先由设备保管者接待，等有人上线再分配' },
  { name: 'enabled', title: '启用', kind: 'switch', hint: '停用的规则保留，但不参与分配' },
]

const steps = [
  { title: '分配哪些', fields: ['name', 'scope', 'groups', 'accounts'] },
  { title: '分配给谁', fields: ['target', 'departments'] },
  { title: '怎么分配', fields: ['turns', 'onlineOnly', 'enabled'] },
] as const

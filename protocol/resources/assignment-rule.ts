import { type RuleScope, type RuleTarget, type RuleTurns, ruleScopes, ruleTargets, ruleTurns } from '../assignment.ts'
import type { AccountId, ContactGroupId, DepartmentId } from '../ids.ts'
import {
  booleanColumn, choice, choiceColumn, integerColumn, listColumn, recordColumn, resource, search, textColumn,
  timeColumn,
} from '../resource.ts'

/** RULE: 分配规则, in their order. They hold for the whole company. */
export const assignmentRules = resource({
  name: 'assignmentRules', title: '分配规则', permission: 'rules', live: ['rules', 'groups', 'departments', 'accounts'],
  columns: {
    place: integerColumn('优先级'),
    name: textColumn('规则名称'),
    scope: choiceColumn<RuleScope>('分配哪些好友和群', ruleScopes),
    target: choiceColumn<RuleTarget>('分配给谁', ruleTargets),
    turns: choiceColumn<RuleTurns>('分配次序', ruleTurns),
    onlineOnly: booleanColumn('只分配给在线客服', { yes: '是', no: '否' }),
    enabled: booleanColumn('状态', { yes: '启用', no: '停用' }),
    /** Names of the groups or accounts it is for, and of the departments it gives to. */
    scopeNames: listColumn('指定的分组或微信号', 'offered'),
    targetNames: listColumn('指定的部门', 'offered'),
    createdMs: timeColumn('创建时间', 'offered'),
    groups: recordColumn<ContactGroupId[]>('分组编号'),
    accounts: recordColumn<AccountId[]>('微信编号'),
    departments: recordColumn<DepartmentId[]>('部门编号'),
    version: recordColumn<number>('版本'),
  },
  filters: {
    search: search('搜索', '规则名称'),
    enabled: choice('状态', { enabled: '启用', disabled: '停用' }),
  },
  sorts: ['place'],
  sort: { by: 'place', descending: false },
})

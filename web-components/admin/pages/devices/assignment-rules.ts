import { html } from 'lit'
import { ruleScopes, ruleTargets } from '../../../../protocol/assignment.ts'
import type { RuleId } from '../../../../protocol/ids.ts'
import {
  changeAssignmentRule, createAssignmentRule, deleteAssignmentRule, listSeatCaps, moveAssignmentRule, tryAssignment,
} from '../../../../protocol/operations/assignment-rules.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { assignmentRules } from '../../../../protocol/resources/assignment-rule.ts'
import { ask, create, direct, edit } from '../../actions.ts'
import '../../assignment-trial.ts'
import { type Action, definePage } from '../../page.ts'
import { newRule, readRule, ruleForm, ruleInput } from '../../rule-form.ts'
import '../../seat-caps.ts'
import '../../trial-dialog.ts'

type RuleRow = RowOf<typeof assignmentRules>
const idOf = ({ id }: RuleRow) => id as RuleId

export default definePage({
  path: 'assignment-rules', title: '分配规则', group: '工作手机', icon: 'blocks', words: '自动分配 好友分配上限 试算 坐席',
  resource: assignmentRules,
  columns: ['place', 'name', 'scope', 'target', 'turns', 'onlineOnly', 'enabled'],
  widths: { place: 96, turns: 96, onlineOnly: 128, enabled: 72 },
  cells: {
    scope: ({ scope, scopeNames }) => named(ruleScopes[scope], scopeNames),
    target: ({ target, targetNames }) => named(ruleTargets[target], targetNames),
  },
  actions: [
    create(createAssignmentRule, () => ruleForm({
      title: '新增分配规则', values: newRule, done: '规则已新增',
      submit: ({ enabled, ...values }, { admin }) =>
        admin.api.call(createAssignmentRule, { ...ruleInput(values), enabled: enabled === true }),
    }), '新增'),
    pageView({ name: 'seatCaps', title: '好友分配上限', icon: 'people', operation: listSeatCaps,
      view: (admin, close) => html`<ark-seat-caps .admin=${admin} @closed=${close}></ark-seat-caps>` }),
    pageView({ name: 'tryAssignment', title: '试算', icon: 'question', operation: tryAssignment,
      view: (admin, close) => html`<ark-trial-dialog .admin=${admin} @closed=${close}></ark-trial-dialog>` }),
    move('up'), move('down'),
    edit<RuleRow>(changeAssignmentRule, (row) => ruleForm({
      title: `编辑规则「${row.name}」`, rule: idOf(row), values: readRule(row), version: row.version, done: '已保存',
      submit: ({ enabled, ...values }, { admin, version }) => admin.api.call(changeAssignmentRule, {
        rule: idOf(row), version, ...ruleInput(values), enabled: enabled === true,
      }),
    })),
    turn(true), turn(false),
    ask<RuleRow>(deleteAssignmentRule, { title: '删除', icon: 'trash', danger: true }, (row) => ({
      title: `删除规则「${row.name}」？`, text: '已经分配的好友和群不变。', confirm: '删除', danger: true, done: '规则已删除',
      run: ({ api }) => api.call(deleteAssignmentRule, { rule: idOf(row), version: row.version }),
    })),
  ],
  empty: {
    title: '还没有分配规则', about: '新加的好友和群由设备保管者接待。新增规则后，从上到下第一条能找到客服的规则决定分给谁。',
  },
})

function named(title: string, names: readonly string[]) {
  const all = names.join('、')
  return names.length === 0 ? title : html`<span class="cut" title=${all}>${title}：${all}</span>`
}

function move(direction: 'up' | 'down') {
  const words = direction === 'up' ? { title: '上移', icon: 'up' } as const : { title: '下移', icon: 'down' } as const
  return direct<RuleRow>(moveAssignmentRule, { ...words, name: `move-${direction}` }, (row, { api }) =>
    api.call(moveAssignmentRule, { rule: idOf(row), direction }))
}

function turn(on: boolean) {
  const words = on ? { title: '启用', icon: 'play' } as const : { title: '停用', icon: 'pause' } as const
  return direct<RuleRow>(changeAssignmentRule, {
    ...words, name: on ? 'enable' : 'disable', when: ({ enabled }) => enabled !== on,
  }, (row, { api }) => api.call(changeAssignmentRule, { rule: idOf(row), version: row.version, enabled: on }))
}

interface PageView extends Pick<Extract<Action, { on: 'page' }>, 'name' | 'title' | 'icon'> {
  operation: { permission: Extract<Action, { on: 'page' }>['permission'] }
  view: (admin: Parameters<Extract<Action, { on: 'page' }>['open']>[0], close: () => void) => ReturnType<typeof html>
}

/** A button above the list that opens a dialog of its own. */
function pageView({ operation: { permission }, view, ...head }: PageView): Action {
  return { on: 'page', ...head, permission, open: (admin) => ({ kind: 'view', view: (close) => view(admin, close) }) }
}

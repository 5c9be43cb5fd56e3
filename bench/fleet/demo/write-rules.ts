import type { DepartmentId, UserId } from '../../../protocol/ids.ts'
import type { Queries } from '../../../storage/pool.ts'
import { insertRule } from '../../../storage/queries/assignment-rules.ts'
import type { DemoAccount } from './world.ts'

/**
 * 分配规则 of the demo: who knows us keeps their seat, property leads go round the sales team, the rest is the
 * keeper's.
 */
export async function writeRules(
  inside: Queries, { world, userOf }: { world: readonly DemoAccount[]; userOf: (keeper: string) => UserId },
): Promise<void> {
  const { rows } = await inside.query<{ id: DepartmentId }>(
    'select id::text as id from department where name = $1', ['房产销售组'],
  )
  const accounts = world.filter(({ trade, keeper }) => trade === 'homes' && keeper !== 'admin')
    .map(({ account }) => account)
  const common = { enabled: true, groups: [], accounts: [], departments: [], onlineOnly: false } as const
  await insertRule(inside, {
    ...common, name: '老客户找原来的客服', scope: 'duplicates', target: 'duplicateSeat', turns: 'sequential',
  })
  await insertRule(inside, {
    ...common, name: '房产线索轮流分给销售', scope: 'accounts', accounts, target: 'departments',
    departments: rows.map(({ id }) => id), turns: 'sequential', onlineOnly: true,
  })
  await insertRule(inside, {
    ...common, name: '其余归设备保管者', scope: 'all', target: 'keeper', turns: 'sequential',
  })
  const capped = ['chenjie', 'liuyang'].map(userOf)
  await inside.query('insert into assignment_cap (app_user, per_day) select id, 30 from unnest($1::text[]) n (id)', [
    capped,
  ])
}

import type { AccountId, ContactGroupId } from '../../protocol/ids.ts'
import { peopleScope } from '../filter-sql.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import { type Scope, newBinds } from '../source.ts'

export interface AccountValues { remark: string; group: ContactGroupId | null }
export interface StoredAccount extends AccountValues { id: AccountId; title: string; version: number }

/** Undefined: not on the list, or not in the scope. Locked until the transaction's end. */
export async function lockAccount(
  inside: Queries, { id, scope }: { id: AccountId; scope: Scope },
): Promise<StoredAccount | undefined> {
  const { values, bind } = newBinds()
  const { rows } = await inside.query<StoredAccount>(`
    select a.id, coalesce(nullif(a.nickname, ''), a.id) as title, a.admin_remark as remark, g.id::text as "group",
      a.version
    from account a join device v on v.id = a.device join app_user u on u.id = v.keeper
      left join contact_group g on g.id = a.contact_group
    where a.id = ${bind(id)} and a.hidden_at is null
      and ${peopleScope({ user: 'v.keeper', department: 'u.department' }, scope, bind)}
    for update of a`, values)
  return rows[0]
}

export async function updateAccount(
  inside: Queries, { id, values: { remark, group } }: { id: AccountId; values: AccountValues },
): Promise<void> {
  await inside.query(update, [id, remark, group])
}

export async function hideAccount(inside: Queries, { id, nowMs }: { id: AccountId; nowMs: number }): Promise<void> {
  await inside.query(hide, [id, new Date(nowMs)])
}

const update = statement('account_change', `
  update account set admin_remark = $2, contact_group = $3, version = version + 1 where id = $1`)
const hide = statement('account_hide', 'update account set hidden_at = $2, version = version + 1 where id = $1')

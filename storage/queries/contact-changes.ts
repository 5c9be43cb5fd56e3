import type { AccountId, ContactGroupId, PeerId } from '../../protocol/ids.ts'
import { peopleScope } from '../filter-sql.ts'
import type { Queries } from '../pool.ts'
import { type Scope, newBinds } from '../source.ts'

/** A friend or a chatroom of an account; its row's id is both, joined by a space. */
export interface ContactKey { kind: 'friend' | 'chatroom'; account: AccountId; peer: PeerId }
export interface StoredContact { title: string; group: ContactGroupId | null }

const tables = {
  friend: { name: 'friend', title: `coalesce(nullif(c.remark, ''), nullif(c.nickname, ''), c.peer)` },
  chatroom: { name: 'chatroom', title: `coalesce(nullif(c.remark, ''), nullif(c.name, ''), c.peer)` },
} as const

/** Undefined: not there, or not in the scope. Locked until the transaction's end. */
export async function lockContact(
  inside: Queries, { kind, account, peer, scope }: ContactKey & { scope: Scope },
): Promise<StoredContact | undefined> {
  const { name, title } = tables[kind]
  const { values, bind } = newBinds()
  const { rows } = await inside.query<StoredContact>(`
    select ${title} as title, g.id::text as "group" from ${name} c join account a on a.id = c.account
      join device v on v.id = a.device join app_user u on u.id = v.keeper
      left join contact_group g on g.id = c.contact_group
    where c.account = ${bind(account)} and c.peer = ${bind(peer)}
      and ${peopleScope({ user: 'v.keeper', department: 'u.department' }, scope, bind)} for update of c`, values)
  return rows[0]
}

export async function updateContactGroupOf(
  inside: Queries, { kind, account, peer, group }: ContactKey & { group: ContactGroupId | null },
): Promise<void> {
  const { name } = tables[kind]
  await inside.query(`update ${name} set contact_group = $3 where account = $1 and peer = $2`, [account, peer, group])
}

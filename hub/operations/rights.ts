import { type Permission, mayDo, permissions as catalogue } from '../../protocol/permissions.ts'
import { statement } from '../../storage/pool.ts'
import type { Queries } from '../../storage/pool.ts'
import { type Refusal, refuse } from './refusal.ts'

interface Held { readonly permissions: readonly Permission[] }

/** Nobody gives what they lack: of the rights that are new, the user holds each. */
export function refuseGrant(
  user: Held, { before, after }: { before: readonly Permission[]; after: readonly Permission[] },
): Refusal | null {
  const lacking = after.filter((one) => !before.includes(one) && !mayDo(user.permissions, one))
  return lacking.length === 0 ? null : refuse('noRight', `you lack what you want to give: ${titles(lacking)}`)
}

/** Nobody changes somebody who may more than they. */
export function refuseAbove(user: Held, target: readonly Permission[]): Refusal | null {
  const above = target.filter((one) => !mayDo(user.permissions, one))
  return above.length === 0 ? null : refuse('noRight', `you lack what they may do: ${titles(above)}`)
}

/** Asked last in a change, under its lock. */
export async function refuseWithoutAdministrator(inside: Queries): Promise<Refusal | null> {
  const { rows } = await inside.query<{ left: boolean }>(selectAdministrator)
  if (rows[0]?.left === true) return null
  return refuse('lastAdministrator', 'nobody would be left who may do everything')
}

function titles(list: readonly Permission[]): string {
  return list.map((one) => catalogue[one].title).join('、')
}

const selectAdministrator = statement('rights_administrator', `
  select exists (select from app_user u join department d on d.id = u.department
    where not u.disabled and 'admin' = any(u.permissions || d.permissions)) as "left"`)

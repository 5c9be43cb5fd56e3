import { getCustomer as operation } from '../../../protocol/operations/customers.ts'
import { readEarlierSeats, readFriendEdit, readFriendHome, readOthers } from '../../../storage/queries/customers.ts'
import { readExtensionFields } from '../../../storage/queries/extension-fields.ts'
import { readFriendValues } from '../../../storage/queries/friend-values.ts'
import { behind } from '../chat/at-least.ts'
import { notServed } from '../chat/not-served.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'

export const getCustomer = defineHandler(operation, async ({ account, peer, atLeast }, context) => {
  const refusal = await behind(context, atLeast) ?? await notServed(context, { account, peer })
  if (refusal !== null) return refusal
  const { pool, user, nowMs, directory } = context
  const friend = { account, peer }
  const home = await readFriendHome(pool, friend)
  if (home === undefined) return refuse('notFound', 'no such friend')
  const [fields, stored, edit, seats, others] = await Promise.all([
    readExtensionFields(pool, { department: user.departmentId }), readFriendValues(pool, friend),
    readFriendEdit(pool, { ...friend, sinceMs: nowMs - failedShownMs }), readEarlierSeats(pool, friend),
    readOthers(pool, { ...friend, user: user.id }),
  ])
  const known = fields.flatMap(({ id }) => (stored[id] === undefined ? [] : [[id, stored[id]] as const]))
  const shown = known.map(([id, value]) => [id, directory.consoleMask.value(value)] as const)
  const masked = known.filter(([, value], at) => shown[at]?.[1] !== value).map(([id]) => id)
  const { group, position } = home
  return { group, values: Object.fromEntries(shown), masked, edit, seats, others, position }
})

/** A change that failed is said for a day. */
const failedShownMs = 24 * 3_600_000

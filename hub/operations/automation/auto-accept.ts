import { setAutoAccept as operation } from '../../../protocol/operations/automation.ts'
import type { Queries } from '../../../storage/pool.ts'
import type { StoredAccount } from '../../../storage/queries/account-changes.ts'
import { type AutoAcceptValues, readAutoAccept, writeAutoAccept } from '../../../storage/writers/auto-accepts.ts'
import { lockSeenAccount } from '../accounts/account-changes.ts'
import { type Change, change, differences } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuseStale } from '../refusal.ts'

export const setAutoAccept = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const stored = await lockSeenAccount(inside, { id: input.account, by: context.user })
  if (stored instanceof Refusal) return stored
  const { account: _account, version, ...values } = input
  const current = await readAutoAccept(inside, input.account)
  if (current.version !== version) return refuseStale(current)
  return setAutoAcceptOf(inside, stored, values)
}))

/** AUTO-1, of one account; also of many at once. The projector looks again at once. */
export async function setAutoAcceptOf(
  inside: Queries, { id, title }: StoredAccount, values: AutoAcceptValues,
): Promise<Change<{ version: number }>> {
  const { version: _version, ...before } = await readAutoAccept(inside, id)
  const version = await writeAutoAccept(inside, id, values)
  const changed = differences(before, { ...values })
  return {
    output: { version }, config: [{ area: 'automation', key: id }],
    audit: changed === null ? [] : [{ kind: 'automation', id, title, ...changed }],
  }
}

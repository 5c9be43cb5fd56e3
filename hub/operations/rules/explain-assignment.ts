import { isChatroom } from '../../../protocol/ids.ts'
import { explainAssignment as operation } from '../../../protocol/operations/assignment-rules.ts'
import { mayDo } from '../../../protocol/permissions.ts'
import { readDecision } from '../../../storage/queries/assignment-decision.ts'
import { hasAccount } from '../../../storage/queries/assignments.ts'
import { notServed } from '../chat/not-served.ts'
import { defineHandler } from '../define-handler.ts'
import { scopeOf } from '../scope.ts'

/** 为什么分给他. */
export const explainAssignment = defineHandler(operation, async ({ account, peer }, context) => {
  const { user, pool } = context
  const isListed = mayDo(user.permissions, isChatroom(peer) ? 'chatrooms' : 'friends')
    && await hasAccount(pool, { account, scope: scopeOf(user) })
  const refusal = isListed ? null : await notServed(context, { account, peer })
  return refusal ?? readDecision(pool, { account, peer })
})

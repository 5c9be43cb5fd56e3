import type { AccountId } from '../../../protocol/ids.ts'
import type { MessagePart } from '../../../protocol/message-part.ts'
import {
  getAutoReplies as replies, getGreeting as get, removeGreeting as remove, setGreeting as set,
} from '../../../protocol/operations/automation.ts'
import type { Queries } from '../../../storage/pool.ts'
import {
  deleteGreeting, readAutoReplyRules, readGreeting, writeGreeting,
} from '../../../storage/queries/auto-replies.ts'
import { type StoredAccount, lockAccount } from '../../../storage/queries/account-changes.ts'
import { completeParts } from '../../media/complete-parts.ts'
import { lockSeenAccount } from '../accounts/account-changes.ts'
import { type Change, change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuse, refuseStale } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

export const getAutoReplies = defineHandler(replies, async (_input, { pool }) => {
  return { greeting: await readGreeting(pool, ''), rules: await readAutoReplyRules(pool) }
})

export const getGreeting = defineHandler(get, ({ account }, { pool, user }) => pool.transaction(async (inside) => {
  const seen = await lockAccount(inside, { id: account, scope: scopeOf(user) })
  return seen === undefined ? refuse('notFound', 'no such account') : readGreeting(inside, account)
}))

export const setGreeting = defineHandler(set, (input, context) => change(context, async (inside) => {
  const account = input.account === null ? null : await lockSeenAccount(inside, { id: input.account, by: context.user })
  if (account instanceof Refusal) return account
  const messages = await completeParts(input.messages ?? [], context, { field: 'messages' })
  if (messages instanceof Refusal) return messages
  const before = await readGreeting(inside, input.account ?? '')
  const written = await writeGreeting(inside, { account: input.account ?? '', messages, version: input.version })
  if (written === null) return refuseStale({ messages: before.messages, version: before.version })
  const about = account ?? { id: '' as const, title: '新好友通过后自动回复' }
  return { output: { version: written }, ...changed({ ...about, before: before.messages, messages }) }
}))

export const removeGreeting = defineHandler(remove, (input, context) => change(context, async (inside) => {
  const stored = await lockSeenAccount(inside, { id: input.account, by: context.user })
  return stored instanceof Refusal ? stored : removeOwnGreeting(inside, stored)
}))

/** AUTO-3, of one account; also of many at once. */
export async function removeOwnGreeting(
  inside: Queries, { id, title }: StoredAccount,
): Promise<Change<Record<string, never>>> {
  const before = await readGreeting(inside, id)
  if (!await deleteGreeting(inside, id)) return { output: {}, audit: [] }
  return { output: {}, audit: [auditOf({ id, title, before: before.messages, after: null })] }
}

interface Greeted { id: AccountId | ''; title: string }

function changed(
  { messages, before, id, title }: Greeted & { before: readonly MessagePart[]; messages: readonly MessagePart[] },
) {
  const isSame = JSON.stringify(before) === JSON.stringify(messages)
  return { audit: isSame ? [] : [auditOf({ id, title, before, after: messages })] }
}

function auditOf(
  { id, title, before, after }: Greeted & { before: readonly MessagePart[]; after: readonly MessagePart[] | null },
) {
  return {
    kind: 'automation' as const, id: id === '' ? 'greeting' : id, title, before: { messages: before },
    after: after === null ? null : { messages: after },
  }
}

import {
  changeQuickReply as changeOne, createQuickReply as create, deleteQuickReply as remove,
  deleteSubordinateReply as removeBelow, listQuickReplies as list, moveQuickReply as move,
} from '../../../protocol/operations/quick-replies.ts'
import type { ContactGroupId } from '../../../protocol/ids.ts'
import type { Queries } from '../../../storage/pool.ts'
import type { StoredContactGroup } from '../../../storage/queries/contact-groups.ts'
import { readDepartmentsAbove } from '../../../storage/queries/departments.ts'
import { readLibraryGroups, sentGroupScope } from '../../../storage/queries/library-groups.ts'
import {
  lockReplyNeighbour, readQuickReplies, tradeReplyPlaces, updateQuickReply,
} from '../../../storage/queries/quick-replies.ts'
import type { UserEntry } from '../../directory/entries.ts'
import { completeParts } from '../../media/complete-parts.ts'
import { change, differences } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal } from '../refusal.ts'
import { keptBy, repliesChanged } from './keeper.ts'
import { lockKept } from './library-groups.ts'
import { addReply, belowUser, lockReply, refuseFull, removeReply, summaryOf } from './reply-changes.ts'

export const createQuickReply = defineHandler(create, async ({ group, title, parts: given }, context) => {
  const parts = await completeParts(given, context)
  if (parts instanceof Refusal) return parts
  const { user } = context
  return change(context, async (inside) => {
    const stored = await lockKept(inside, group, { user, kind: 'reply' })
    return stored instanceof Refusal ? stored : addReply(inside, stored, { title, parts, author: user.id })
  })
})

export const changeQuickReply = defineHandler(changeOne, async (input, context) => {
  const { user } = context
  const parts = input.parts === null ? null : await completeParts(input.parts, context)
  if (parts instanceof Refusal) return parts
  return change(context, async (inside) => {
    const stored = await lockReply(inside, { id: input.reply, version: input.version, scope: keptBy(user, 'reply') })
    if (stored instanceof Refusal) return stored
    const target = await targetOf(inside, { to: input.group, from: stored.group, user })
    if (target instanceof Refusal) return target
    const { id, version, group, title, summary } = stored
    const after = { group: target?.id ?? group, title: input.title ?? title, parts: parts ?? stored.parts }
    await updateQuickReply(inside, { id, ...after, summary: summaryOf(after.parts) })
    const changed = differences(
      { group, title, content: summary }, { group: after.group, title: after.title, content: summaryOf(after.parts) },
    )
    return {
      output: { version: version + 1 },
      audit: [{ kind: 'quickReply', id, title: after.title, ...changed ?? { before: null, after: null } }],
      config: repliesChanged(stored, ...target === null ? [] : [target]),
    }
  })
})

/** Another group that it goes to, with room for it; null where it stays. */
async function targetOf(
  inside: Queries, { to, from, user }: { to: ContactGroupId | null; from: ContactGroupId; user: UserEntry },
): Promise<StoredContactGroup | Refusal | null> {
  if (to === null || to === from) return null
  const target = await lockKept(inside, to, { user, kind: 'reply' })
  return target instanceof Refusal ? target : await refuseFull(inside, target) ?? target
}

export const moveQuickReply = defineHandler(move, ({ reply: id, direction }, context) => {
  return change(context, async (inside) => {
    const stored = await lockReply(inside, { id, scope: keptBy(context.user, 'reply') })
    if (stored instanceof Refusal) return stored
    const neighbour = await lockReplyNeighbour(inside, stored, direction)
    if (neighbour === undefined) return { output: {}, audit: [] }
    await tradeReplyPlaces(inside, [stored, neighbour])
    const { title, place } = stored
    return {
      output: {}, config: repliesChanged(stored),
      audit: [{ kind: 'quickReply', id, title, before: { place }, after: { place: neighbour.place } }],
    }
  })
})

export const deleteQuickReply = defineHandler(remove, ({ reply: id, version }, context) => {
  return change(context, async (inside) => {
    const stored = await lockReply(inside, { id, version, scope: keptBy(context.user, 'reply') })
    return stored instanceof Refusal ? stored : removeReply(inside, stored)
  })
})

export const deleteSubordinateReply = defineHandler(removeBelow, ({ reply: id, version }, context) => {
  return change(context, async (inside) => {
    const stored = await lockReply(inside, { id, version, scope: belowUser(context.user) })
    return stored instanceof Refusal ? stored : removeReply(inside, stored)
  })
})

export const listQuickReplies = defineHandler(list, async ({ after }, { pool, user }) => {
  const scope = sentGroupScope('reply', { user: user.id, department: user.departmentId })
  const page = await readQuickReplies(pool, { scope, after, rowsMax })
  // The groups come with the first page; those of later ones are the same.
  const kept = keptBy(user, 'reply')
  const groups = after === null ? await readLibraryGroups(pool, { kind: 'reply', scope, kept }) : []
  const above = await readDepartmentsAbove(pool, user.departmentId)
  return {
    groups, replies: page, shelves: ['public', `u/${user.id}`, ...above.map((id) => `d/${id}`)],
    next: page.length < rowsMax ? null : page.at(-1)?.reply ?? null,
  }
})

/** At most 32 KiB each. */
const rowsMax = 100

import { ReplyRules } from '../../../actors/rules/auto-reply.ts'
import { limits } from '../../../protocol/limits.ts'
import {
  changeAutoReplyRule as changeIt, createAutoReplyRule as create, deleteAutoReplyRule as remove,
  moveAutoReplyRule as move, tryAutoReply as tryIt,
} from '../../../protocol/operations/automation.ts'
import {
  type RuleValues, type StoredRule, deleteAutoReplyRule as deleteRule, insertAutoReplyRule, lockAutoReplyRule,
  lockNeighbourRule, readAutoReplyRules, tradeRulePlaces, updateAutoReplyRule,
} from '../../../storage/queries/auto-replies.ts'
import { completeParts } from '../../media/complete-parts.ts'
import { change, differences } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuse, refuseField, refuseStale } from '../refusal.ts'

/** The projector reads the rules again when the journal tells. */
const config = [{ area: 'automation' as const, key: 'rules' }]

export const createAutoReplyRule = defineHandler(create, (input, context) => change(context, async (inside) => {
  const messages = refuseKeywords(input.keywords)
    ?? await completeParts(input.messages, context, { field: 'messages' })
  if (messages instanceof Refusal) return messages
  const values = { ...input, messages }
  const rule = await insertAutoReplyRule(inside, values, limits.autoReplyRulesMax)
  if (rule === null) return refuse('tooMany', `there are ${limits.autoReplyRulesMax} rules`)
  return { output: { rule }, config, audit: [auditOf({ rule, ...values }, { before: null, after: values })] }
}))

export const changeAutoReplyRule = defineHandler(changeIt, (input, context) => change(context, async (inside) => {
  const stored = await lockAutoReplyRule(inside, input.rule)
  if (stored === undefined) return refuse('notFound', 'no such rule')
  if (stored.version !== input.version) return refuseStale(stored)
  const before = valuesOf(stored)
  const keywords = input.keywords ?? before.keywords
  const messages = refuseKeywords(keywords)
    ?? await completeParts(input.messages ?? before.messages, context, { field: 'messages' })
  if (messages instanceof Refusal) return messages
  const values: RuleValues = {
    keywords, messages, matching: input.matching ?? before.matching, enabled: input.enabled ?? before.enabled,
  }
  const changed = differences({ ...before }, { ...values })
  if (changed === null) return { output: { version: stored.version }, audit: [] }
  await updateAutoReplyRule(inside, stored.rule, values)
  return { output: { version: stored.version + 1 }, config, audit: [auditOf({ ...stored, ...values }, changed)] }
}))

/** At the end of the list it stays where it is. */
export const moveAutoReplyRule = defineHandler(move, (input, context) => change(context, async (inside) => {
  const rule = await lockAutoReplyRule(inside, input.rule)
  if (rule === undefined) return refuse('notFound', 'no such rule')
  const neighbour = await lockNeighbourRule(inside, rule, input.direction)
  if (neighbour === undefined) return { output: {}, audit: [] }
  await tradeRulePlaces(inside, [rule, neighbour])
  const places = { before: { place: rule.place }, after: { place: neighbour.place } }
  return { output: {}, config, audit: [auditOf(rule, places)] }
}))

export const deleteAutoReplyRule = defineHandler(remove, (input, context) => change(context, async (inside) => {
  const stored = await lockAutoReplyRule(inside, input.rule)
  if (stored === undefined) return refuse('notFound', 'no such rule')
  if (stored.version !== input.version) return refuseStale(stored)
  await deleteRule(inside, stored.rule)
  return { output: {}, config, audit: [auditOf(stored, { before: { ...valuesOf(stored) }, after: null })] }
}))

/** As the projector would decide, were the seat's switch on. */
export const tryAutoReply = defineHandler(tryIt, async ({ text }, { pool }) => {
  const rules = (await readAutoReplyRules(pool)).filter(({ enabled }) => enabled)
  return { rule: new ReplyRules(rules).find(text) }
})

function refuseKeywords(keywords: readonly string[]): Refusal | null {
  return keywords.some((word) => word.trim() !== '') ? null : refuseField('keywords', 'empty')
}

function valuesOf({ keywords, matching, messages, enabled }: StoredRule): RuleValues {
  return { keywords, matching, messages, enabled }
}

type Values = Record<string, unknown> | null

function auditOf({ rule, keywords }: Pick<StoredRule, 'rule' | 'keywords'>, values: { before: Values; after: Values }) {
  return { kind: 'automation' as const, id: rule, title: keywords.join('、'), ...values }
}

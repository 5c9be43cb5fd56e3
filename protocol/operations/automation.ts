import { boolean, integer, listOf, oneOf, optional, text } from '../fields.ts'
import { type AutoReplyRuleId, accountId, autoReplyRuleId } from '../ids.ts'
import { limits } from '../limits.ts'
import { type MessagePart, messageParts } from '../message-part.ts'
import { operation } from '../operation.ts'
import { version } from './departments.ts'

/** AUTO-4, in the manual's words. */
export const matchings = { all: '包含所有词', any: '包含任意词', equals: '和任意词完全相同' } as const
export type Matching = keyof typeof matchings

export interface AutoReplyRule {
  rule: AutoReplyRuleId
  keywords: string[]
  matching: Matching
  messages: MessagePart[]
  enabled: boolean
  version: number
}

/** `own`: the account's, in place of the one for all. */
export interface Greeting { messages: MessagePart[]; own: boolean; version: number }

const matching = () => oneOf('all', 'any', 'equals')
const keywords = () => listOf(text({ bytesMin: 1, bytesMax: 128 }), { max: limits.autoReplyKeywordsMax })

export const getAutoReplies = operation<{ greeting: Greeting; rules: AutoReplyRule[] }>()({
  name: 'getAutoReplies', permission: 'automation', effect: 'reads',
  about: 'What every new friend is sent, and the keyword rules in the order in which they are tried.', input: {},
})

export const getGreeting = operation<Greeting>()({
  name: 'getGreeting', permission: 'automation', effect: 'reads',
  about: 'What new friends of this account are sent.', input: { account: accountId() },
})

/** 409 `conflict` with `current` when the version isn't the newest. */
export const setGreeting = operation<{ version: number }>()({
  name: 'setGreeting', permission: 'automation', effect: 'changes',
  about: 'What new friends are sent, of all accounts, or of this one in place of that.',
  input: {
    account: optional(accountId()),
    /** 0 where the account has no list of its own yet. */
    version: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    /** Left out: none. */
    messages: optional(messageParts()),
  },
})

export const removeGreeting = operation<Record<string, never>>()({
  name: 'removeGreeting', permission: 'automation', effect: 'changes',
  about: 'The account has no list of its own any more: the one for all holds.', input: { account: accountId() },
})

export const createAutoReplyRule = operation<{ rule: AutoReplyRuleId }>()({
  name: 'createAutoReplyRule', permission: 'automation', effect: 'changes',
  about: 'A keyword rule, tried after all others.',
  input: { keywords: keywords(), matching: matching(), messages: messageParts(), enabled: boolean() },
})

/** What is left out stays. 409 `conflict` with `current` when the version isn't the newest. */
export const changeAutoReplyRule = operation<{ version: number }>()({
  name: 'changeAutoReplyRule', permission: 'automation', effect: 'changes', about: 'What a keyword rule says.',
  input: {
    rule: autoReplyRuleId(), version: version(), keywords: optional(keywords()), matching: optional(matching()),
    messages: optional(messageParts()), enabled: optional(boolean()),
  },
})

export const moveAutoReplyRule = operation<Record<string, never>>()({
  name: 'moveAutoReplyRule', permission: 'automation', effect: 'changes',
  about: 'Trades places with the rule before or after it.',
  input: { rule: autoReplyRuleId(), direction: oneOf('up', 'down') },
})

export const deleteAutoReplyRule = operation<Record<string, never>>()({
  name: 'deleteAutoReplyRule', permission: 'automation', effect: 'changes', about: 'The rule is gone.',
  input: { rule: autoReplyRuleId(), version: version() },
})

export const tryAutoReply = operation<{ rule: AutoReplyRule | null }>()({
  name: 'tryAutoReply', permission: 'automation', effect: 'reads',
  about: 'Which rule would answer this sentence of a customer; null: none.',
  input: { text: text({ bytesMax: limits.textBytesMax }) },
})

export const autoAcceptFields = () => ({
  enabled: boolean(),
  /** The period (周期), and how many are accepted in each. */
  periodMinutes: integer({ min: 1, max: 1440 }), perPeriod: integer({ min: 1, max: 1000 }),
})

export const setAutoAccept = operation<{ version: number }>()({
  name: 'setAutoAccept', permission: 'automation', effect: 'changes',
  about: 'Whether requests to this account are accepted by themselves, and at what pace.',
  input: {
    account: accountId(),
    /** As read; 0: nothing was ever set for it. */
    version: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), ...autoAcceptFields(),
  },
})

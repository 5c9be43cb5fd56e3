import type { AccountId } from '../../protocol/ids.ts'
import type { MessagePart } from '../../protocol/message-part.ts'
import {
  type AutoReplyRule, type Greeting, type Matching, changeAutoReplyRule, createAutoReplyRule, deleteAutoReplyRule,
  matchings, setGreeting,
} from '../../protocol/operations/automation.ts'
import type { Ask, Form, FormField, FormValues } from './form.ts'

const messagesField: FormField = { name: 'messages', title: '消息', kind: 'parts', wide: true }

/** AUTO-2, or AUTO-3 of one account. */
export function greetingForm(
  { messages, version }: Greeting, { title, about, account }: { title: string; about: string; account?: AccountId },
): Form {
  return {
    title, about, isWide: true, fields: [messagesField], values: { messages }, version, submitText: '保存',
    read: ({ messages: current }) => ({ messages: current }), done: '已保存',
    submit: (values, { admin, version: known }) => {
      const [given, of] = [messagesOf(values), account === undefined ? {} : { account }]
      return admin.api.call(setGreeting, { ...of, version: known, messages: given.length === 0 ? null : given })
    },
  }
}

const ruleFields: readonly FormField[] = [
  { name: 'keywords', title: '匹配词', kind: 'text', required: true, wide: true, hint: '多个匹配词以逗号分隔，例如：多少钱,价格' },
  { name: 'matching', title: '匹配模式', kind: 'choice', choices: matchings, required: true },
  { name: 'enabled', title: '启用', kind: 'switch', hint: '关闭后这条规则不回复' },
  { ...messagesField, title: '回复内容', required: true },
]

/** AUTO-4; null: a new one. */
export function ruleForm(rule: AutoReplyRule | null): Form {
  const read = ({ keywords, matching, messages, enabled }: Record<string, unknown>): FormValues =>
    ({ keywords: (keywords as string[]).join(','), matching, messages, enabled })
  return {
    title: rule === null ? '新增规则' : '编辑规则', isWide: true, fields: ruleFields, read, submitText: '保存',
    values: read({ ...rule ?? { keywords: [], matching: 'all', messages: [], enabled: true } }),
    ...rule === null ? {} : { version: rule.version }, done: rule === null ? '规则已新增' : '规则已保存',
    submit: (values, { admin, version }) => {
      const given = ruleOf(values)
      if (rule === null) return admin.api.call(createAutoReplyRule, given)
      return admin.api.call(changeAutoReplyRule, { rule: rule.rule, version, ...given })
    },
  }
}

export function ruleDeletion({ rule, keywords, version }: AutoReplyRule): Ask {
  return {
    title: `删除规则「${keywords.join('、')}」？`, text: '客户再说这些词时不会自动回复。', confirm: '删除', danger: true, done: '规则已删除',
    run: ({ api }) => api.call(deleteAutoReplyRule, { rule, version }),
  }
}

function ruleOf({ keywords, matching, messages, enabled }: FormValues) {
  const words = String(keywords).split(/[,，\n]/u).map((word) => word.trim()).filter((word) => word !== '')
  return {
    keywords: [...new Set(words)], matching: matching as Matching, messages: messagesOf({ messages }),
    enabled: enabled === true,
  }
}

function messagesOf({ messages }: FormValues): MessagePart[] {
  return [...messages as readonly MessagePart[]]
}

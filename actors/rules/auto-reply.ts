import { foldedText } from '../../protocol/folded-text.ts'
import type { MessageType } from '../../protocol/kinds.ts'
import type { Matching } from '../../protocol/operations/automation.ts'

export interface ReplyRule { readonly keywords: readonly string[]; readonly matching: Matching }

/** AUTO-4: keyword rules in their order, the words folded once. */
export class ReplyRules<Rule extends ReplyRule> {
  readonly #rules: readonly { rule: Rule; words: readonly string[] }[]

  constructor(rules: readonly Rule[]) {
    this.#rules = rules.map((rule) => {
      return { rule, words: rule.keywords.map(foldedWords).filter((word) => word !== '') }
    })
  }

  get isEmpty(): boolean {
    return this.#rules.length === 0
  }

  /** The first that fits. A rule without words fits nothing. */
  find(text: string): Rule | null {
    const said = foldedWords(text)
    return this.#rules.find(({ rule: { matching }, words }) => words.length > 0 && fits(matching, words, said))?.rule
      ?? null
  }
}

/** WeChat writes them, whichever way they point. */
const systemLines: ReadonlySet<MessageType> = new Set(['system', 'roomNotice', 'pat', 'recall'])

function fits(matching: Matching, words: readonly string[], said: string): boolean {
  switch (matching) {
    case 'all': return words.every((word) => said.includes(word))
    case 'any': return words.some((word) => said.includes(word))
    case 'equals': return words.includes(said)
  }
}

/** Capitals, widths and runs of blanks make no difference. */
function foldedWords(text: string): string {
  return foldedText(text).replaceAll(/\s+/g, ' ').trim()
}

/** A message of a conversation, in the journal's order. */
export interface Said {
  readonly key: string
  readonly direction: 'in' | 'out'
  /** Sent by the hub itself. */
  readonly automatic: boolean
  readonly type: MessageType
  readonly text: string
}

export interface Judged<S extends Said, Rule> {
  /** Somebody of ours has written there: what waits to be sent by itself is called off. */
  readonly answered: ReadonlySet<string>
  /** What a rule answers, and nobody of ours has after it. */
  readonly triggers: readonly { readonly said: S; readonly rule: Rule }[]
}

/** Only what customers write triggers anything: an automatic message never does, so no reply follows a reply. */
export function judgeTalk<S extends Said, Rule extends ReplyRule>(
  messages: readonly S[], rules: ReplyRules<Rule>,
): Judged<S, Rule> {
  const answered = new Set<string>()
  let triggers: { said: S; rule: Rule }[] = []
  for (const said of messages) {
    const { key, direction, automatic, type, text } = said
    if (direction === 'out') {
      if (automatic || systemLines.has(type)) continue
      answered.add(key)
      triggers = triggers.filter((one) => one.said.key !== key)
    } else if (type === 'text' || type === 'quote') {
      const rule = rules.find(text)
      if (rule !== null) triggers.push({ said, rule })
    }
  }
  return { answered, triggers }
}

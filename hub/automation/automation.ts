import { ReplyRules } from '../../actors/rules/auto-reply.ts'
import type { AutoReplyRule } from '../../protocol/operations/automation.ts'
import type { Queries } from '../../storage/pool.ts'
import { readAutoReplyRules } from '../../storage/queries/auto-replies.ts'

/** What the projector knows of automatic answers between two batches: the same as the database (memory.ts). */
export class Automation {
  rules: ReplyRules<AutoReplyRule>
  /** Something may be due that wasn't before. */
  isStirred = true

  constructor(rules: readonly AutoReplyRule[]) {
    this.rules = new ReplyRules(rules.filter(({ enabled }) => enabled))
  }

  static async load(queries: Queries): Promise<Automation> {
    return new Automation(await readAutoReplyRules(queries))
  }

  async readAgain(inside: Queries): Promise<void> {
    const rules = await readAutoReplyRules(inside)
    this.rules = new ReplyRules(rules.filter(({ enabled }) => enabled))
    this.isStirred = true
  }
}

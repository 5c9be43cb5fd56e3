import { SensitiveWords } from '../../../actors/rules/sensitive-words.ts'
import { sensitiveText } from '../../../protocol/sensitive-text.ts'
import type { Queries } from '../../../storage/pool.ts'
import { insertSensitiveWords } from '../../../storage/queries/sensitive-words.ts'
import { writeWordRules } from '../../../storage/queries/word-rules.ts'

const words = [
  ...['私下转账', '加我私人微信', '刷单', '返现', '代开发票'].map((word) => ({ word, effect: 'block' as const })),
  ...['最低价', '保证', '绝对', '全网第一'].map((word) => ({ word, effect: 'alert' as const })),
].map((one) => ({ ...one, folded: sensitiveText(one.word) }))

/** RISK-1: what the demo company doesn't want to be said. */
export const demoWords = new SensitiveWords(words)

/** As managers keep them, and as storage goes by them from the beginning. */
export async function writeWords(inside: Queries): Promise<void> {
  await insertSensitiveWords(inside, words)
  await writeWordRules(inside, words)
}

import type { MessagePart } from '../../../protocol/message-part.ts'
import type { RuleValues } from '../../../storage/queries/auto-replies.ts'
import { insertAutoReplyRule, writeGreeting } from '../../../storage/queries/auto-replies.ts'
import type { Queries } from '../../../storage/pool.ts'
import { writeAutoAccept } from '../../../storage/writers/auto-accepts.ts'
import type { PoolFile } from './media-pool.ts'
import type { DemoAccount } from './world.ts'

/** AUTO: the first two accounts accept by themselves, new friends are greeted, three questions answered. */
export async function writeAutomation(
  inside: Queries, { world, files }: { world: readonly DemoAccount[]; files: readonly PoolFile[] },
): Promise<void> {
  for (const { account } of world.slice(0, 2)) {
    await writeAutoAccept(inside, account, { enabled: true, periodMinutes: 60, perPeriod: 10 })
  }
  await writeGreeting(inside, { account: '', version: 1, messages: [...greeting, ...pictureOf(files)] })
  const second = world[1]
  if (second !== undefined) await writeGreeting(inside, { account: second.account, version: 0, messages: homes })
  for (const rule of rules) await insertAutoReplyRule(inside, rule, rules.length)
}

function pictureOf(files: readonly PoolFile[]): MessagePart[] {
  const picture = files.find(({ mime, width }) => mime === 'image/png' && width >= 200)
  if (picture === undefined) return []
  const { media, content, width, height } = picture
  return [{ type: 'picture', media, bytes: content.length, width, height }]
}

const text = (words: string): MessagePart => ({ type: 'text', text: words })

const greeting: readonly MessagePart[] = [
  text('{客户昵称},您好,很高兴认识您![微笑] 有什么可以帮您?'),
  { type: 'link', title: '本周新品一览', url: 'https://example.com/new', description: '新客户立减 20 元' },
]
const homes: MessagePart[] = [text('您好,我是云栖置业的方经理,城西的房源都可以问我。')]

const rules: readonly RuleValues[] = [
  { keywords: ['多少钱', '价格', '怎么卖'], matching: 'any', enabled: true, messages: [
    text('价格要看款式和数量,您想了解哪一款?我马上为您查。'),
  ] },
  { keywords: ['发货', '什么时候'], matching: 'all', enabled: true, messages: [text('当天 16 点前下单,当天发货。')] },
  { keywords: ['在吗', '你好', '在不在'], matching: 'equals', enabled: true, messages: [text('在的,您请说~')] },
]

import type { ExtensionField, ExtensionKind, ExtensionValue } from '../../../protocol/extension-field.ts'
import type { Queries } from '../../../storage/pool.ts'
import { insertExtensionField } from '../../../storage/queries/extension-fields.ts'
import { writeFriendValue } from '../../../storage/queries/friend-values.ts'
import { Dice } from '../dice.ts'
import type { DemoAccount } from './world.ts'

/** Five extension fields, filled in for some friends of each account. */
export async function writeFields(
  inside: Queries, { world, seed }: { world: readonly DemoAccount[]; seed: number },
): Promise<void> {
  const dice = new Dice(`fields ${seed}`)
  const fields: { field: ExtensionField; value: (dice: Dice) => ExtensionValue }[] = []
  for (const { value, ...one } of questions) {
    const made = { choices: [], ...one, departments: [], enabled: true }
    const id = await insertExtensionField(inside, made)
    if (id !== null) fields.push({ field: { ...made, id }, value })
  }
  for (const { account, friends } of world) {
    for (const { wxid: peer } of dice.some(friends, Math.min(friends.length, filledPerAccount))) {
      for (const { field, value } of dice.some(fields, dice.integer(2, fields.length))) {
        await writeFriendValue(inside, { account, peer, field, value: value(dice), by: null })
      }
    }
  }
}

interface Question {
  name: string
  kind: ExtensionKind
  choices?: string[]
  value: (dice: Dice) => ExtensionValue
}

const states = ['高意向', '低意向', '待跟进', '已成交']
const sorts = ['白领', '高管', '家庭主妇', '学生', '老客户介绍']
const remarks = [
  '喜欢先看实物图,决定快', '价格敏感,等下次活动再联系', '住得远,只方便周末上门', '上次售后有些不满意,多问候', '朋友多,愿意帮忙介绍',
]
const questions: readonly Question[] = [
  { name: '客户状态', kind: 'single', choices: states, value: (dice) => dice.pick(states) },
  { name: '客户类别', kind: 'multiple', choices: sorts, value: (dice) => dice.some(sorts, dice.integer(1, 2)) },
  { name: '购买数量', kind: 'number', value: (dice) => dice.integer(1, 12) },
  { name: '客户生日', kind: 'date', value: (dice) => {
    const bornMs = Date.UTC(1965 + dice.integer(0, 40), dice.integer(0, 11), dice.integer(1, 28))
    return new Date(bornMs).toISOString().slice(0, 10)
  } },
  { name: '客户详细备注', kind: 'longText', value: (dice) => dice.pick(remarks) },
]
const filledPerAccount = 12

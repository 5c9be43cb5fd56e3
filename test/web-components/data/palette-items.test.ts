import { beforeAll, expect, test } from 'vitest'
import type { AccountId, PeerId } from '../../../protocol/ids.ts'
import { newConversation } from '../../../protocol/conversation.ts'
import { fuzzyScore } from '../../../web-components/data/fuzzy.ts'
import { type PaletteParts, paletteItems } from '../../../web-components/data/palette-items.ts'
import { firstLetters, loadPinyin } from '../../../web-components/data/pinyin.ts'
import { account } from '../support/model-hub.ts'

beforeAll(() => loadPinyin())

const conversation = (peer: string, peerName: string) => {
  return { ...newConversation(account, peer as PeerId), peerName, peerAvatar: '' }
}
const friend = (peer: string, remark: string) => {
  return { account, peer: peer as PeerId, remark, nickname: '', alias: '', avatar: '', initials: '' }
}
const parts: PaletteParts = {
  typed: '', accounts: [], friends: [], hasOpen: true, keysOf: () => '',
  conversations: [conversation('p1', '张三丰'), conversation('p2', 'Anna Zhang'), conversation('p3', '置业顾问')],
}
const titles = (change: Partial<PaletteParts>) => paletteItems({ ...parts, ...change }).map(({ title }) => title)

test('[SEAT-1] first letters find names', () => {
  expect(firstLetters('张三丰 VIP客户')).toContain('zsf')
  expect(titles({ typed: 'zsf' })).toEqual(['张三丰'])
  expect(titles({ typed: '三丰' })).toEqual(['张三丰'])
  expect(titles({ typed: 'zhangsan' })).toEqual(['张三丰'])
})

test('[SEAT-1] what is written so comes before what only begins so', () => {
  expect(titles({ typed: 'zh' })[0]).toBe('Anna Zhang')
})

test('commands are found beside; a > asks for them alone', () => {
  expect(titles({ typed: '置' })).toEqual(['置业顾问', '置顶 / 取消置顶', '个人设置'])
  expect(titles({ typed: '>置' })).toEqual(['置顶 / 取消置顶', '个人设置'])
  expect(titles({ typed: '>置', hasOpen: false })).toEqual(['个人设置'])
  expect(titles({ typed: '>zd' })).toContain('置顶 / 取消置顶')
})

test('a friend with a conversation stands there once', () => {
  const friends = [friend('p1', '张三丰'), friend('p9', '张三')]
  expect(paletteItems({ ...parts, typed: '张', friends }).map(({ kind, title }) => `${kind} ${title}`))
    .toEqual(['conversation 张三丰', 'friend 张三'])
})

test('accounts lead to their conversations', () => {
  const row = { account: 'a9' as AccountId, nickname: '售后小助手', alias: '', avatar: '', device: 'd' as never }
  const accounts = [{ ...row, online: true, deviceOnline: true, kept: true }]
  expect(paletteItems({ ...parts, typed: '售后', accounts })).toEqual([
    { kind: 'account', account: 'a9', title: '售后小助手', about: '在线' },
  ])
})

test('letters scattered over a text find it, the fewer gaps the better', () => {
  expect(fuzzyScore('abc', 'axbxc')).toBeLessThan(fuzzyScore('abc', 'xabc') as number)
  expect(fuzzyScore('abc', 'acb')).toBe(null)
  expect(fuzzyScore('', 'x')).toBe(0)
})

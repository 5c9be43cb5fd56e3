import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { everybody, mentionEnd, mentionables, mentionsIn, openMention } from '../../../web-components/data/mentions.ts'
import { searchNames } from '../../../web-components/data/name-search.ts'
import { loadPinyin } from '../../../web-components/data/pinyin.ts'
import type { ChatroomMember } from '../../../protocol/kinds.ts'

const members = [
  { wxid: 'wxid_ours', nickname: '小方', isAdmin: false },
  { wxid: 'w1', nickname: '张小伟' }, { wxid: 'w2', nickname: 'Lily 李', displayName: '长沙李总' }, { wxid: 'w3' },
] as ChatroomMember[]

describe('[SEAT-3] whom an @ can name', () => {
  test('members by the name they have in the room, not ourselves', () => {
    expect(mentionables({ members }, 'wxid_ours').map(({ name }) => name)).toEqual(['张小伟', '长沙李总', 'w3'])
  })

  test('everybody, for who leads the room', () => {
    expect(mentionables({ members, owner: 'wxid_ours' }, 'wxid_ours').at(-1)).toEqual(everybody)
    expect(mentionables({ members, owner: 'w1' }, 'wxid_ours').at(-1)).not.toEqual(everybody)
  })
})

describe('an @ that is being written', () => {
  test.each([
    ['@', 1, { from: 0, query: '' }], ['你好@张', 4, { from: 2, query: '张' }], ['@zxw', 2, { from: 0, query: 'z' }],
    ['a@b.com', 4, null], ['@张小伟 好', 6, null], [`@张小伟${mentionEnd}`, 5, null], ['没有', 2, null],
  ])('%s at %d', (text, caret, open) => {
    expect(openMention(text, caret)).toEqual(open)
  })
})

describe('by pinyin', () => {
  const names = ['张小伟', '长沙李总', 'Lily', '李莉'].map((name) => ({ name }))
  const found = (query: string) => searchNames(names, query).map(({ name }) => name)
  beforeAll(() => loadPinyin())

  test.each([
    ['', ['张小伟', '长沙李总', 'Lily', '李莉']], ['zxw', ['张小伟']], ['zhangxiao', ['张小伟']], ['小', ['张小伟']],
    ['li', ['Lily', '李莉']], ['ll', ['李莉']], ['xw', ['张小伟']], ['qq', []],
  ])('“%s”', (query, expected) => expect(found(query)).toEqual(expected))
})

test('only those whose names still stand in the text are mentioned', () => {
  const chosen = [{ wxid: 'w1', name: '张小伟' }, { wxid: 'w2', name: '张小' }]
  const others = [{ wxid: 'w3', name: '张小伟' }, { wxid: 'w4', name: '陈晨' }, { wxid: 'w5', name: '陈晨' }]
  expect(mentionsIn(`@张小伟${mentionEnd}在吗`, { chosen, others })).toEqual(['w1'])
  expect(mentionsIn('@张小', { chosen, others })).toEqual(['w2'])
  expect(mentionsIn('张小伟', { chosen, others })).toEqual([])
  // A draft of yesterday.
  expect(mentionsIn(`@陈晨${mentionEnd}@张小伟${mentionEnd}`, { chosen: [], others })).toEqual(['w3', 'w4'])
})

test('whatever is written, an open @ begins at an @ and holds no blank', () => {
  const texts = fc.string({ unit: fc.constantFrom('@', 'a', ' ', '张', mentionEnd) })
  fc.assert(fc.property(texts, fc.nat(20), (text, at) => {
    const open = openMention(text, at)
    if (open === null) return
    expect(text[open.from]).toBe('@')
    expect(open.query).toBe(text.slice(open.from + 1, at))
    expect(open.query).not.toMatch(/\s/)
  }))
})

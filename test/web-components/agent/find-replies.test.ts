import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ContactGroupId, QuickReplyId } from '../../../protocol/ids.ts'
import type { QuickReply } from '../../../protocol/operations/quick-replies.ts'
import { findReplies, newFindable } from '../../../web-components/agent/quick-replies/find-replies.ts'
import { loadPinyin } from '../../../web-components/data/pinyin.ts'

const replyOf = (title: string, text = '内容'): QuickReply => ({
  reply: title as QuickReplyId, group: '1' as ContactGroupId, title, parts: [{ type: 'text', text }], place: 0,
  version: 1,
})
const replies = [
  replyOf('欢迎语', '您好,很高兴为您服务'), replyOf('最新报价', '一平米八万'), replyOf('报价单 PDF'), replyOf('长沙地址'),
  replyOf('贷款利率', '首套 3.05%,报价以合同为准'),
]
const find = (query: string) => findReplies(replies.map((one) => newFindable(one)), query).map(({ title }) => title)

test('[SEAT-4] quick replies are found by title and content before the pinyin is there', () => {
  expect([find('报价')[0], find('zxbj')]).toEqual(['报价单 PDF', []])
})

describe('[SEAT-4] quick replies are found', () => {
  beforeAll(loadPinyin)

  test.each([
    ['by title, its beginning first, before content', '报价', ['报价单 PDF', '最新报价', '贷款利率']],
    ['by initials', 'zxbj', ['最新报价']], ['by a part of the initials', 'bj', ['报价单 PDF', '最新报价']],
    ['by whole pinyin', 'dizhi', ['长沙地址']], ['by content', '高兴', ['欢迎语']],
    ['whatever the width and the case', 'ｐｄｆ', ['报价单 PDF']], ['by several words', '报价 最新', ['最新报价']],
    ['by scattered characters', '最价', ['最新报价']], ['not at all', '没有的', []],
    ['all, in their order, by nothing', '  ', replies.map(({ title }) => title)],
  ])('%s', (_how, query, titles) => {
    expect(find(query)).toEqual(titles)
  })

  test('each at most once, by any part of its title', () => {
    const anywhere = [fc.constantFrom(...replies), fc.nat(3), fc.integer({ min: 1, max: 4 })] as const
    fc.assert(fc.property(...anywhere, (one, from, length) => {
      const found = find(one.title.slice(from, from + length))
      return found.includes(one.title) && new Set(found).size === found.length
    }))
  })
})

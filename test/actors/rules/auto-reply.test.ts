import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Said, ReplyRules, judgeTalk } from '../../../actors/rules/auto-reply.ts'
import { isGreeted, oneMoreReply, repliesPerTalk } from '../../../actors/rules/auto-send.ts'
import { nothingSpent } from '../../../actors/rules/pacing.ts'
import type { Matching } from '../../../protocol/operations/automation.ts'

const word = fc.constantFrom('多少钱', '价格', 'VIP', 'ｖｉｐ', '退 货', 'a', 'b', ' ', '')
const sentence = fc.array(fc.constantFrom('多少钱', '价格', 'vip', 'Vip', '退  货', 'a', 'B', ' ', '?'), { maxLength: 5 })
  .map((parts) => parts.join(''))
const rule = fc.record({
  matching: fc.constantFrom<Matching>('all', 'any', 'equals'), keywords: fc.array(word, { maxLength: 3 }),
})

/** The plainest way: letter by letter in one width and case, blanks as one. */
const plain = (text: string) =>
  text.normalize('NFKC').toLowerCase().split(/\s+/).filter((part) => part !== '').join(' ')

describe('[AUTO-4] keyword rules', () => {
  test('the first that fits, as the manual says what fits', () => {
    fc.assert(fc.property(fc.array(rule, { maxLength: 6 }), sentence, (rules, text) => {
      const fits = rules.filter(({ matching, keywords }) => {
        const words = keywords.map(plain).filter((one) => one !== '')
        const hits = words.filter((one) => (matching === 'equals' ? plain(text) === one : plain(text).includes(one)))
        return words.length > 0 && (matching === 'all' ? hits.length === words.length : hits.length > 0)
      })
      expect(new ReplyRules(rules).find(text)).toBe(fits[0] ?? null)
    }), { numRuns: 1_000 })
  })

  test.each([
    ['all', ['价格', '优惠'], '有优惠吗?价格怎么样', true], ['all', ['价格', '优惠'], '价格怎么样', false],
    ['any', ['价格', '多少钱'], '这个多少钱', true], ['equals', ['在吗', '你好'], '你好', true],
    ['equals', ['在吗', '你好'], '你好啊', false], ['equals', ['vip'], ' ＶＩＰ ', true],
  ] as const)('%s %o: %s', (matching, keywords, text, fits) => {
    expect(new ReplyRules([{ matching, keywords }]).find(text) !== null).toBe(fits)
  })
})

const said: fc.Arbitrary<Said> = fc.record({
  key: fc.constantFrom('c1', 'c2'), direction: fc.constantFrom('in' as const, 'out' as const),
  automatic: fc.boolean(), type: fc.constantFrom('text' as const, 'picture' as const, 'system' as const),
  text: fc.constantFrom('价格', '别的'),
})

describe('[AUTO-4] what is answered', () => {
  const rules = new ReplyRules([{ matching: 'any', keywords: ['价格'] }])

  test('nothing that we sent, and nothing that somebody of ours has answered', () => {
    fc.assert(fc.property(fc.array(said, { maxLength: 12 }), (messages) => {
      const { answered, triggers } = judgeTalk(messages, rules)
      const isHuman = ({ direction, automatic, type }: Said) => direction === 'out' && !automatic && type !== 'system'
      for (const key of ['c1', 'c2']) {
        const talk = messages.filter((one) => one.key === key)
        expect(answered.has(key)).toBe(talk.some(isHuman))
        const open = talk.slice(talk.findLastIndex(isHuman) + 1)
        const expected = open.filter(({ direction, type, text }) => {
          return direction === 'in' && type === 'text' && text === '价格'
        })
        expect(triggers.filter((one) => one.said.key === key).map((one) => one.said)).toEqual(expected)
      }
    }), { numRuns: 500 })
  })

  test('two answering machines are soon silent', () => {
    let [spent, replies, nowMs] = [nothingSpent, 0, 1_000_000]
    for (let turn = 0; turn < 1_000; turn += 1) {
      const after = oneMoreReply(spent, nowMs += 100)
      if (after === null) continue
      spent = after
      replies += 1
    }
    expect(replies).toBe(repliesPerTalk.perPeriod)
    expect(oneMoreReply(spent, nowMs + repliesPerTalk.periodMs)).not.toBeNull()
  })
})

describe('[AUTO-2] who is greeted', () => {
  const hour = 3_600_000
  const now = 1_800_000_000_000
  const friend = { wasFriend: false, isOurs: false, hadAsked: false, addedAtMs: now - hour, greetedMs: 0 }
  test.each([
    ['became a friend just now', friend, true],
    ['asked, and the phone doesn’t say when', { ...friend, addedAtMs: null, hadAsked: true }, true],
    ['is told for the first time without a time', { ...friend, addedAtMs: null }, false],
    ['is a friend of long ago', { ...friend, addedAtMs: now - 48 * hour }, false],
    ['was a friend before', { ...friend, wasFriend: true }, false],
    ['is one of our own accounts', { ...friend, isOurs: true }, false],
    ['left and came back', { ...friend, greetedMs: now - hour }, false],
  ])('who %s', (_who, one, greeted) => expect(isGreeted(one, now)).toBe(greeted))
})

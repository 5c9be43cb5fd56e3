import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LastAnswers, answersMax } from '../../../hub/guard/last-answers.ts'
import { SendGuard, noAnswers } from '../../../hub/guard/send-guard.ts'
import { emptyBody } from '../../../protocol/bodies.ts'
import { sendRequested } from '../../../protocol/events/seat.ts'
import { type AccountId, type PeerId, type TabId, type UserId, tabSource } from '../../../protocol/ids.ts'
import type { TaskId } from '../../../protocol/ids.ts'

const account = 'wxid_our' as AccountId
const [anna, bert] = ['anna', 'bert'] as [UserId, UserId]

function send(user: UserId, seen: number | null, { peer = 'p', retryOf = null as TaskId | null } = {}) {
  const stamp = { source: tabSource(user, 'tab' as TabId), sequence: 1, epoch: 0, atMs: 0 }
  return sendRequested.of(stamp, {
    account, peer: peer as PeerId, type: 'text', text: '在的', media: null, body: emptyBody,
    retryOf, seen, original: null,
  })
}

const fresh = () => new LastAnswers({ answers: [], count: 0 })

test('two agents answering the same customer: the second one’s send is void, unless they had seen the first', () => {
  const answers = fresh()
  expect(answers.apply(10, send(anna, 5))).toBe('stands')
  expect(answers.apply(11, send(bert, 5))).toBe('void')
  expect(answers.apply(12, send(bert, 9))).toBe('void')
  expect(answers.apply(13, send(bert, 10))).toBe('stands')
  expect(answers.apply(14, send(anna, 10))).toBe('void')
})

test('one agent in two tabs, another conversation, a confirmed send and a retry stand', () => {
  const answers = fresh()
  answers.apply(10, send(anna, 5))
  expect(answers.apply(11, send(anna, 5))).toBe('stands')
  expect(answers.apply(12, send(bert, 5, { peer: 'q' }))).toBe('stands')
  expect(answers.apply(13, send(bert, 5, { retryOf: 'tab.1' as TaskId }))).toBe('stands')
  expect(answers.apply(14, send(bert, null))).toBe('stands')
  // A void send is no answer: nobody has to have seen it.
  expect(answers.apply(15, send(anna, 11))).toBe('void')
  expect(answers.apply(16, send(bert, 11))).toBe('stands')
})

const sends = fc.array(fc.record({
  user: fc.constantFrom(anna, bert), peer: fc.constantFrom('p', 'q'), back: fc.option(fc.integer({ min: 0, max: 8 })),
}), { maxLength: 60 })

test('every reader judges alike, wherever it began: batches, a restart, a hub that reads a little twice', () => {
  fc.assert(fc.property(sends, fc.nat(60), fc.nat(60), (all, storedAt, begin) => {
    const placed = all.map(({ user, peer, back }, index) => {
      return { position: index + 1, event: send(user, back === null ? null : index + 1 - back, { peer }) }
    })
    const whole = fresh()
    const verdicts = placed.map(({ position, event }) => whole.apply(position, event))
    const stored = fresh()
    const part = stored.fork()
    const before = placed.filter(({ position }) => position <= storedAt)
    const voids = before.flatMap(({ position, event }) => part.apply(position, event) === 'void' ? [position] : [])
    const lost = stored.fork()
    for (const { position, event } of placed) lost.apply(position, event)
    const guard = new SendGuard({ position: storedAt, answers: part.fresh(), count: countOf(part), voids })
    stored.adopt(part)
    const from = Math.min(begin, storedAt)
    for (const { position, event } of placed.slice(from)) {
      expect(guard.isVoid(position, event)).toBe(verdicts[position - 1] === 'void')
    }
    for (const { position, event } of placed.slice(storedAt)) {
      expect(stored.apply(position, event)).toBe(verdicts[position - 1])
    }
  }))
})

const countOf = (answers: LastAnswers): number => Math.max(0, ...answers.fresh().map(({ number }) => number))

test('only the last answers count, and no more are kept', () => {
  const guard = new SendGuard(noAnswers)
  expect(guard.isVoid(1, send(anna, null, { peer: 'first' }))).toBe(false)
  for (let at = 2; at <= answersMax; at++) guard.isVoid(at, send(anna, null, { peer: `p${at}` }))
  expect(guard.answers.answeredMeanwhile(bert, send(bert, 0, { peer: 'first' }))).toMatchObject({ position: 1 })
  guard.isVoid(answersMax + 1, send(anna, null, { peer: 'other' }))
  expect(guard.answers.answeredMeanwhile(bert, send(bert, 0, { peer: 'first' }))).toBeNull()
  expect(guard.answers.fresh()).toHaveLength(answersMax)
})

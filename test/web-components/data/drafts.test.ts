import { beforeEach, expect, test } from 'vitest'
import type { UserId } from '../../../protocol/ids.ts'
import { keyOf } from '../../../web-components/data/conversation-key.ts'
import { Drafts } from '../../../web-components/data/drafts.ts'
import { newStorage } from '../support/new-console.ts'
import { account, peerOf } from '../support/model-hub.ts'

const [one, two] = [keyOf({ account, peer: peerOf(0) }), keyOf({ account, peer: peerOf(1) })]
let storage: Storage

beforeEach(() => {
  storage = newStorage()
})

test('each user and conversation has its own', () => {
  const mine = new Drafts({ user: 'u1' as UserId, storage })
  mine.write(one, '甲')
  mine.write(two, '乙')
  expect([mine.read(one), mine.read(two)]).toEqual(['甲', '乙'])
  expect(new Drafts({ user: 'u2' as UserId, storage }).read(one)).toBe('')
  expect(mine.keys()).toEqual(new Set([one, two]))
})

test('blanks are no draft', () => {
  const mine = new Drafts({ user: 'u1' as UserId, storage })
  mine.write(one, '甲')
  mine.write(one, '  ')
  expect(mine.keys()).toEqual(new Set())
})

test('a full storage harms nobody', () => {
  const full = newStorage()
  full.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }
  expect(() => new Drafts({ user: 'u1' as UserId, storage: full }).write(one, '甲')).not.toThrow()
})

import { expect, test } from 'vitest'
import type { EventNamed } from '../../../protocol/events/index.ts'
import type { SourceId, UserId } from '../../../protocol/ids.ts'
import { account, atMs, peer } from '../../protocol/support/chat-events.ts'
import { AssignmentNotices } from '../../../web-components/data/assignment-notices.ts'

const [own, other] = ['u1', 'u2'] as [UserId, UserId]

function noteBy(author: UserId, ...mentions: UserId[]): EventNamed<'noteWritten'> {
  return {
    kind: 'noteWritten', source: `t/${author}/tab1` as SourceId, sequence: 1, epoch: 1, atMs, account, peer,
    text: '看一下', mentions, as: 'seat',
  }
}

function saidTo(user: UserId, event: EventNamed<'noteWritten'>): number {
  let said = 0
  const notices = new AssignmentNotices({ user, say: () => { said += 1 } })
  notices.onHappened({ position: 1, journalMs: atMs, event })
  return said
}

test('a private note tells whom it calls, but never who wrote it', () => {
  expect(saidTo(own, noteBy(other, own))).toBe(1)
  expect(saidTo(own, noteBy(other, other))).toBe(0)
  expect(saidTo(own, noteBy(own, own, other))).toBe(0)
  expect(saidTo(other, noteBy(own, own, other))).toBe(1)
})

import { expect, test } from 'vitest'
import type { AccountId, PeerId, UserId } from '../../../protocol/ids.ts'
import type { ConversationRow } from '../../../protocol/operations/chat.ts'
import type { SeatRow } from '../../../protocol/operations/teamwork.ts'
import { byDepartment } from '../../../web-components/data/colleagues.ts'
import { keyOf } from '../../../web-components/data/conversation-key.ts'
import { calledIn } from '../../../web-components/data/note-desk.ts'
import { nextWaiting, waitLevel, waitLevelsMs } from '../../../web-components/data/waiting.ts'

const row = (peer: string, waitingSinceMs: number | null) =>
  ({ account: 'wxid_our' as AccountId, peer: peer as PeerId, waitingSinceMs, lastPosition: 0 }) as ConversationRow

test('the next one is who waits longest, but not who is open; nobody where nobody else waits', () => {
  const [early, late, none] = [row('early', 10), row('late', 20), row('none', null)]
  expect(nextWaiting([late, none, early], null)).toBe(keyOf(early))
  expect(nextWaiting([late, none, early], keyOf(early))).toBe(keyOf(late))
  expect(nextWaiting([none, early], keyOf(early))).toBeNull()
})

test.each([
  [0, 'fresh'], [waitLevelsMs.soon - 1, 'fresh'], [waitLevelsMs.soon, 'soon'], [waitLevelsMs.late, 'late'],
])('after %i ms a wait is %s', (waitedMs, level) => {
  expect(waitLevel(waitedMs)).toBe(level)
})

const seat = (name: string, department: string, online = false): SeatRow => ({
  user: `u ${name}` as UserId, name, department, departmentId: '1' as SeatRow['departmentId'], online, recent: 0,
  waiting: 0, waitingSinceMs: null, supervised: false,
})

test('colleagues by department, who is there first; a search looks at both names', () => {
  const rows = [seat('王芳', '售后'), seat('李娜', '售后', true), seat('赵敏', '销售')]
  const names = (search: string) => {
    return byDepartment(rows, search).map(([department, seats]) => [department, ...seats.map(({ name }) => name)])
  }
  expect(names('')).toEqual([['售后', '李娜', '王芳'], ['销售', '赵敏']])
  expect(names('销')).toEqual([['销售', '赵敏']])
  expect(names('娜')).toEqual([['售后', '李娜']])
})

test('a note calls whose name stands behind an @', () => {
  const rows = [seat('王芳', '售后'), seat('李娜', '售后')]
  expect(calledIn('@王芳 看一下，李娜也知道', rows)).toEqual(['u 王芳'])
})

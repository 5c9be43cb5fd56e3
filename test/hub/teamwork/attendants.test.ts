import { expect, test } from 'vitest'
import { Attendants, type Attendant } from '../../../hub/teamwork/attendants.ts'
import type { AccountId, PeerId, UserId } from '../../../protocol/ids.ts'

const account = 'wxid_our' as AccountId

function one(id: string, peer: string, change: Partial<Attendant> = {}): Attendant {
  return {
    id, user: `user ${id}` as UserId, account, peer: peer as PeerId, role: 'seat', typing: false, heardMs: 0, ...change,
  }
}

const there = (attendants: Attendants, peer: string) => [...attendants.at(`${account} ${peer}`)].map(({ id }) => id)

test('a tab is at one conversation; where it was and where it is have changed', () => {
  const attendants = new Attendants()
  attendants.set(one('a', 'p'))
  attendants.set(one('b', 'p'))
  expect([...attendants.takeChanged()]).toEqual([`${account} p`])
  attendants.set(one('a', 'q'))
  expect([there(attendants, 'p'), there(attendants, 'q')]).toEqual([['b'], ['a']])
  expect([...attendants.takeChanged()].sort()).toEqual([`${account} p`, `${account} q`])
})

test('what is said again changes nothing; writing, another role and going do', () => {
  const attendants = new Attendants()
  attendants.set(one('a', 'p'))
  attendants.takeChanged()
  attendants.set(one('a', 'p', { heardMs: 9 }))
  attendants.drop('nobody')
  expect(attendants.takeChanged().size).toBe(0)
  expect(attendants.get('a')).toMatchObject({ heardMs: 9 })
  for (const change of [{ typing: true }, { role: 'supervisor' as const }]) {
    attendants.set(one('a', 'p', change))
    expect(attendants.takeChanged().size).toBe(1)
  }
  attendants.drop('a')
  expect([there(attendants, 'p'), attendants.takeChanged().size]).toEqual([[], 1])
})

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foldedText } from '../../../protocol/folded-text.ts'
import type { AccountId, PeerId } from '../../../protocol/ids.ts'
import type { FriendProfile } from '../../../protocol/kinds.ts'
import { writeChatrooms } from '../../../storage/writers/chatrooms.ts'
import { initialsOf } from '../../../hub/search/initials.ts'
import { indexContacts } from '../../../storage/writers/contact-search.ts'
import { writeFriends } from '../../../storage/writers/friends.ts'
import { addDepartments, addPerson } from '../support/admin-company.ts'
import { type HttpHub, startHttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let boss: { cookie: string }
const own = 'wx-own' as AccountId

beforeAll(async () => {
  hub = await startHttpHub()
  const { top } = await addDepartments(hub)
  boss = { cookie: await addPerson(hub, { id: 'boss', department: top, permissions: ['admin'] }) }
  await hub.pool.query(`insert into device (id, key_hash, keeper, info) values ('d-own', '', 'boss', '{}')`)
  await hub.pool.query(`insert into account (id, device, logged_in, nickname, changed_at)
    values ($1, 'd-own', true, '自己', 1)`, [own])
})
afterAll(() => hub[Symbol.asyncDispose]())

async function tell(...friends: readonly [peer: string, profile: object][]): Promise<void> {
  await hub.pool.transaction((inside) => writeFriends(inside, friends.map(([peer, profile]) => ({
    account: own, peer: peer as PeerId, profile: profile as FriendProfile, removed: false, snapshot: '', changedAt: 1,
  }))))
}

const index = (): Promise<number> =>
  hub.pool.transaction((inside) => indexContacts(inside, { rowsMax: 50, initialsOf }))

async function waiting(): Promise<number> {
  const { rows } = await hub.pool.query<{ count: number }>('select count(*) as count from contact_unindexed')
  return rows[0]?.count ?? 0
}

async function found(search: string, resource = 'friends'): Promise<string[]> {
  const { status, body } = await hub.call('listRows', { resource, filters: { search }, rows: 200 }, boss)
  expect(status).toBe(200)
  return (body as { rows: { id: string }[] }).rows.map(({ id }) => id.split(' ')[1] as string).toSorted()
}

test('[FRND-2] any part of a name finds who a look at each name would find, indexed or not yet', async () => {
  const unit = fc.constantFrom('王', '小', '明', 'a', 'B', 'ｂ', '1', '😀', '%', '_', 'ß')
  const names = fc.sample(fc.record({
    nickname: fc.string({ unit, maxLength: 6 }), remark: fc.string({ unit, maxLength: 4 }),
  }), { numRuns: 120, seed: 5 })
  await tell(...names.map((profile, at) => [`p${at}`, profile] as [string, object]))
  expect(await waiting()).toBe(120)
  await index()
  expect(await waiting()).toBe(70)
  const naive = (words: string): string[] => names.flatMap(({ nickname, remark }, at) => {
    return foldedText(`${nickname} ${remark}  p${at}`).includes(foldedText(words)) ? [`p${at}`] : []
  }).toSorted()
  const check = async (words: string): Promise<void> => {
    const trimmed = words.trim()
    fc.pre(trimmed !== '')
    expect(await found(trimmed)).toEqual(naive(trimmed))
  }
  const property = fc.asyncProperty(fc.string({ unit, minLength: 1, maxLength: 3 }), check)
  await fc.assert(property, { numRuns: 30, seed: 3 })
  while (await index() !== 0) { /* all of them */ }
  await fc.assert(property, { numRuns: 30, seed: 4 })
})

test('a friend who is told again is indexed again only if a name is new', async () => {
  await tell(['re', { nickname: '旧名字', signature: '一' }])
  while (await index() !== 0) { /* all of them */ }
  await tell(['re', { nickname: '旧名字', signature: '二' }], ['re2', { nickname: '他人' }])
  expect(await waiting()).toBe(1)
  await tell(['re', { remark: '新备注' }])
  for (const isIndexed of [false, true]) {
    if (isIndexed) while (await index() !== 0) { /* all of them */ }
    expect(await found('新备')).toEqual(['re'])
    expect(await found('旧名字')).toEqual(['re'])
  }
})

test('[ROOM-2] chatrooms too, after they were renamed', async () => {
  const room = (name: string) => hub.pool.transaction((inside) => writeChatrooms(inside, [{
    account: own, peer: 'r1@chatroom' as PeerId, profile: { name }, snapshot: '', changedAt: 1,
  }]))
  await room('团购一群')
  while (await index() !== 0) { /* all of them */ }
  expect(await found('购一', 'chatrooms')).toEqual(['r1@chatroom'])
  await room('秒杀二群')
  while (await index() !== 0) { /* all of them */ }
  expect([await found('购一', 'chatrooms'), await found('杀二', 'chatrooms')]).toEqual([[], ['r1@chatroom']])
})

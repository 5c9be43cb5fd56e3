import { afterAll, beforeAll, expect, test } from 'vitest'
import { conversationMarked, draftKept } from '../../../protocol/events/seat.ts'
import type { DeviceId, PeerId, Position, TabId, UserId } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import { readDeskRows } from '../../../storage/queries/desk.ts'
import { writeDrafts } from '../../../storage/writers/desks.ts'
import type { Cast, Speaker } from './support/cast.ts'
import { type Rig, type TestProjector, startRig } from './support/rig.ts'
import { account, hear, peerId } from './support/talk.ts'

let rig: Rig
let projector: TestProjector
let cast: Cast
/** Two computers of one agent. */
let office: Speaker
let home: Speaker
const user = 'u1' as UserId
const desk = () => readDeskRows(rig.pool, user)

beforeAll(async () => {
  rig = await startRig()
  projector = await rig.projector()
  cast = await rig.cast('h1')
  office = await cast.tab(user, 'office' as TabId)
  home = await cast.tab(user, 'home' as TabId)
})
afterAll(async () => { await rig[Symbol.asyncDispose]() })

async function stored(): Promise<void> {
  await projector.reached((await cast.flush()).at(-1) as Position)
}

const draft = (by: Speaker, peer: string, text: string) => by.say(draftKept, { account, peer: peerId(peer), text })
const mark = (by: Speaker, peer: string, what: 'pinned' | 'unpinned' | 'unread') =>
  by.say(conversationMarked, { account, peer: peerId(peer), mark: what })

test('[SEAT-1] of a draft the last one holds, from whichever computer; what is sent leaves none', async () => {
  draft(office, 'a', '您好')
  draft(home, 'a', '您好，报价单')
  draft(office, 'b', '稍等')
  await stored()
  expect((await desk()).drafts).toMatchObject([
    { account, peer: 'a', text: '您好，报价单' }, { account, peer: 'b', text: '稍等' },
  ])
  draft(home, 'b', '')
  draft(office, 'a', '您')
  await stored()
  const { drafts, position } = await desk()
  expect(drafts.map(({ peer, text }) => [peer, text])).toEqual([['a', '您']])
  expect(drafts[0]?.position).toBeLessThanOrEqual(position)
})

test('[SEAT-1] pins are a user’s own; unread is the conversation’s', async () => {
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  hear(phone, { peer: peerId('a'), id: '1' })
  mark(office, 'a', 'pinned')
  mark(office, 'b', 'pinned')
  mark(home, 'b', 'unpinned')
  mark(home, 'a', 'unread')
  await stored()
  expect((await desk()).pins.map(({ peer }) => peer)).toEqual(['a'])
  expect(await readDeskRows(rig.pool, 'u2' as UserId)).toMatchObject({ pins: [], drafts: [] })
  expect(await rig.row(`select unread from conversation where peer = 'a'`)).toEqual({ unread: 1 })
})

test('[SEAT-1] of too many drafts, and of too much text, the newest stay', async () => {
  const row = (index: number, text: string) => ({
    user, account, peer: `many${index}` as PeerId, text, savedMs: 1,
    position: 10 ** 12 + index,
  })
  await writeDrafts(rig.pool, Array.from({ length: limits.draftsMax + 5 }, (_, index) => row(index, '字')))
  const few = (await desk()).drafts
  expect([few.length, few.at(-1)?.peer]).toEqual([limits.draftsMax, `many${limits.draftsMax + 4}`])
  const long = 'x'.repeat(limits.textBytesMax)
  await writeDrafts(rig.pool, Array.from({ length: 40 }, (_, index) => row(1_000 + index, long)))
  const { drafts } = await desk()
  expect(drafts).toHaveLength(limits.draftsBytesMax / limits.textBytesMax)
  expect(drafts.every(({ text }) => text === long)).toBe(true)
})

import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { hubLimits } from '../../hub/limits.ts'
import { emptyBody } from '../../protocol/bodies.ts'
import type { MsgSvrId, PeerId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { type Pool, newPool } from '../../storage/pool.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { account, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh } from './support.ts'

/** `OLD_CHATS=100000` measures as many; the flag's run says what it took. */
const flag = Number(process.env['OLD_CHATS'] ?? 0)
const count = flag === 0 ? 3_000 : flag
const spanMs = 120 * 86_400_000
const patienceMs = 120_000
const our = account('historian')
const known = friend('known')
const stranger = friend('stranger')
let hub: TestInstallation
let pool: Pool
let phone: SimulatedPhone
let seat: TestSeat
let beganMs = 0

beforeAll(async () => {
  hub = await startHub()
  pool = newPool({ url: hub.database.url, max: 1, onError: () => undefined })
  phone = await phoneWith(hub, our)
  seat = await seatAt(hub)
  beganMs = Date.now()
  // Every second one is of a friend who has never written live; many are of the same ms.
  for (let index = 0; index < count; index += 1) {
    const sentAtMs = beganMs - spanMs + Math.floor(index / 4 / count * 4 * spanMs * 0.9)
    phone.oldChats.push(old(index, { peer: index % 2 === 0 ? known : stranger, sentAtMs }))
  }
}, 120_000)

afterAll(async () => {
  await Promise.all([seat.stop(), phone.stop()])
  await pool.end()
  await hub[Symbol.asyncDispose]()
})

test('[DEV-11] [P80] old chats, the cable cut in the middle: each once, in its place; live chat goes on', async () => {
  const live = phone.write({ account: our, peer: known, text: '在吗' })
  await seat.sees(({ msgSvrId }) => msgSvrId === live.msgSvrId)
  const conversations = [...seat.view.conversations.values()]
  await ask()
  // Half of it is on its way.
  await storedAtLeast(Math.floor(count / 4))
  phone.pullTheCable()
  await phone.connect()
  const answer = phone.write({ account: our, peer: known, text: '在的话回我' })
  await seat.sees(({ msgSvrId }) => msgSvrId === answer.msgSvrId, patienceMs)
  const ended = await seat.hears('chatsSynced', () => true, patienceMs)
  await seat.settled()
  const tookMs = Date.now() - beganMs
  if (flag > 0) process.stdout.write(`${count} old messages in ${tookMs} ms\n`)
  expect(await lastCommand()).toEqual({ state: 'succeeded', progress_done: count, progress_total: count })
  expect(await stored()).toBe(count)
  expect(seat.told.filter(({ event }) => event.kind === 'messageSynced')).toEqual([])
  const thread = seat.view.thread({ account: our, peer: known })
  expect(thread).toHaveLength(count / 2 + 2)
  expect(thread.slice(-2).map(({ msgSvrId }) => msgSvrId)).toEqual([live.msgSvrId, answer.msgSvrId])
  expect(thread[0]).toMatchObject({ synced: true, state: 'received', text: '旧 0' })
  // The live one alone: nothing old is unread, nobody else waits, no conversation came about.
  expect([...seat.view.conversations.values()].map(({ peer, unread }) => ({ peer, unread })))
    .toEqual(conversations.map(({ peer, unread }) => ({ peer, unread: unread + 1 })))
  const unheard = await seat.api.thread({ account: our, peer: stranger, atLeast: ended.position })
  expect(unheard.map(({ text }) => text)).toEqual(oldTexts(stranger).reverse())
  await expectLiveIsFresh(seat)
}, patienceMs)

test('[P43] synced twice, among what is live, nothing is doubled', async () => {
  const { event: first } = await seat.hears('chatsSynced')
  // A message that was told live is in the phone's history too.
  const live = seat.view.thread({ account: our, peer: known }).at(-1)
  phone.oldChats.push({ ...old(count, { peer: known, sentAtMs: Date.now() }), msgSvrId: live?.msgSvrId as MsgSvrId })
  const windows: number[] = []
  const askedMs = Date.now()
  const onAcked = (): void => void windows.push(phone.window)
  phone.on('acked', onAcked)
  await ask()
  await seat.hears('chatsSynced', ({ sequence }) => sequence > first.sequence, patienceMs)
  phone.off('acked', onAcked)
  // All but what is under way at the end and the beginning came at the pace of the hub, by the window it named.
  const paced = count - hubLimits.syncedWindow - limits.uplinkWindowMax
  expect(Date.now() - askedMs).toBeGreaterThan(paced / hubLimits.syncedPerSecondMax * 1_000)
  expect(windows.filter((window) => window === hubLimits.syncedWindow).length).toBeGreaterThan(10)
  await seat.settled()
  expect(await lastCommand()).toMatchObject({ state: 'succeeded', progress_done: count + 1 })
  expect(await stored()).toBe(count)
  await expectLiveIsFresh(seat)
}, patienceMs)

/** As 同步历史聊天 of the page does. */
async function ask(): Promise<void> {
  const nowMs = Date.now()
  const asked = {
    action: 'syncDeviceChats', selection: { rows: [phone.device] },
    input: { fromMs: nowMs - 2 * spanMs, toMs: nowMs + spanMs },
  }
  expect(await hub.call('startBulk', asked, await hub.signIn())).toMatchObject({ status: 200 })
}

/** The last one that was asked for. */
async function lastCommand(): Promise<unknown> {
  const { rows } = await pool.query(`select state, progress_done, progress_total from command
    where name = 'syncChats' order by requested_ms desc limit 1`)
  return rows[0]
}

async function stored(): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select count(*) as count from message where synced')
  return rows[0]?.count ?? 0
}

async function storedAtLeast(wanted: number): Promise<void> {
  while (await stored() < wanted) await new Promise((resolve) => { setTimeout(resolve, 20) })
}

function old(index: number, { peer, sentAtMs }: { peer: PeerId; sentAtMs: number }) {
  return {
    account: our, peer, msgSvrId: `${7_000_000 + index}` as MsgSvrId, direction: randomInt(2) === 0 ? 'in' : 'out',
    sender: null, type: 'text', rawType: 1, sentAtMs, text: `旧 ${index}`, media: null, thumbnail: null, body: emptyBody,
  } as const
}

function oldTexts(wanted: PeerId): string[] {
  return phone.oldChats.filter(({ peer }) => peer === wanted).map(({ text }) => text)
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { closeCodes } from '../../protocol/close-codes.ts'
import type { MsgSvrId } from '../../protocol/ids.ts'
import { type TestHub, type TestInstallation, startHub } from '../support/hub.ts'
import { account, enrolPhone, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh, keepTalking, toldTexts } from './support.ts'

const our = account('wandering')
const faithful = account('faithful')
const customer = friend('customer')
let one: TestInstallation
let two: TestHub
/** At hub one, and at hub two when that is gone. */
let phone: SimulatedPhone
/** Knows hub one only. */
let homebody: SimulatedPhone
/** At hub two; the other tab at hub one, then at two. */
let seat: TestSeat
let tab: TestSeat

beforeAll(async () => {
  one = await startHub()
  two = await one.second()
  phone = await phoneWith(one, our, { hubs: [one.url, two.url] })
  homebody = await phoneWith(one, faithful)
  const cookie = await one.signIn()
  seat = await seatAt(two, { cookie })
  tab = await seatAt(one, { cookie, hubs: [one.url, two.url] })
})

afterAll(async () => {
  await Promise.all([phone.stop(), homebody.stop(), seat.stop(), tab.stop()])
  await one[Symbol.asyncDispose]()
})

test('a phone on one hub and an agent on the other: both directions, results, recalls, reads', async () => {
  const { msgSvrId } = phone.write({ account: our, peer: customer, text: '从一号来' })
  const { position } = await seat.sees((message) => message.msgSvrId === msgSvrId)
  const { task } = seat.send({ account: our, peer: customer, text: '到二号去' })
  const sent = await seat.sees((message) => message.task === task && message.state === 'sent')
  await tab.sees((message) => message.task === task && message.state === 'sent')
  seat.recall({ account: our, peer: customer, msgSvrId: sent.msgSvrId as MsgSvrId })
  await seat.sees((message) => message.task === task && message.state === 'recalled')
  await seat.acked(seat.read({ account: our, peer: customer, upTo: position }))
  await tab.hears('conversationRead', ({ upTo }) => upTo === position)
  await expectLiveIsFresh(seat, tab)
})

test('a phone that is removed at one hub is closed at the other', async () => {
  await using removed = await enrolPhone(one)
  await removed.connect()
  const closed = removed.closed()
  await two.call('removeDevice', { device: removed.device }, await one.signIn())
  expect(await closed).toMatchObject({ code: closeCodes.deviceRevoked.code, next: 'never' })
})

test('a session that ends at one hub is closed at the other', async () => {
  const cookie = await signedIn(one)
  const ending = await seatAt(two, { cookie })
  const closed = ending.closed()
  await one.call('signOut', {}, cookie)
  expect(await closed).toMatchObject({ code: closeCodes.signedOut.code })
  await ending.stop()
})

test('[P64] a tab that goes to the other hub is closed where it was, and numbers on', async () => {
  const cookie = await one.signIn()
  const older = await seatAt(one, { cookie })
  await older.acked(older.send({ account: our, peer: customer, text: '第一句' }).sequence)
  const replaced = older.closed()
  const newer = await seatAt(two, { cookie, tab: older.tab, acked: 1 })
  expect((await replaced).code).toBe(closeCodes.replaced.code)
  await older.stop()
  const { task } = newer.send({ account: our, peer: customer, text: '第二句' })
  expect(task).toBe(`${older.tab}.2`)
  await newer.sees((message) => message.task === task && message.state === 'sent')
  expect(newer.faults).toEqual([])
  await newer.stop()
})

test('a hub is killed: its phone goes to the other, nothing is lost, and what it held is offline', async () => {
  const texts: string[] = []
  const traffic = keepTalking(() => {
    const text = `搬家 ${texts.length}`
    phone.write({ account: our, peer: customer, text })
    texts.push(text)
    if (texts.length % 10 === 0) seat.send({ account: our, peer: customer, text: `回 ${texts.length}` })
  }, { everyMs: 3 })
  await seat.sees(({ text }) => text === '搬家 100')
  // Asked for before the kill: the phone may be at the other hub before the process is seen to have ended.
  const cut = phone.closed()
  await one.kill()
  await cut
  await phone.connected()
  expect(phone.hub).toBe(two.url)
  traffic.stop()
  await Promise.all([phone.drained(), seat.drained()])
  await seat.sees(({ text }) => text === texts.at(-1))
  expect(toldTexts(seat).filter((text) => text.startsWith('搬家'))).toEqual(texts)
  await tab.connected()
  await tab.sees(({ text }) => text === texts.at(-1))
  const lost = await seat.hears('hubLost', () => true, 50_000)
  expect(lost.position).toBeGreaterThan(0)
  const { rows } = await seat.api.call('listAccounts', { atLeast: lost.position })
  expect(rows.find((row) => row.account === faithful)).toMatchObject({ online: false, deviceOnline: false })
  expect(rows.find((row) => row.account === our)).toMatchObject({ online: true, deviceOnline: true })
  await expectLiveIsFresh(seat, tab)
})

test('the hub comes back, and so does who waited for it', async () => {
  await one.restart()
  await homebody.connected(60_000)
  const { msgSvrId } = homebody.write({ account: faithful, peer: customer, text: '我回来了' })
  await seat.sees((message) => message.msgSvrId === msgSvrId)
  const { rows } = await seat.api.call('listAccounts', { atLeast: seat.cursor })
  expect(rows.find((row) => row.account === faithful)).toMatchObject({ online: true })
  await expectLiveIsFresh(seat, tab)
})

async function signedIn(hub: TestInstallation): Promise<string> {
  const answer = await fetch(`${hub.url}/api/signIn`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ loginName: 'admin', password: hub.password }),
  })
  await answer.arrayBuffer()
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

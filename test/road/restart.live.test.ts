import { Agent, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { closeCodes, retryMsOf } from '../../protocol/close-codes.ts'
import type { MsgSvrId } from '../../protocol/ids.ts'
import { type TestInstallation, runHub, startHub } from '../support/hub.ts'
import { account, friend, phoneWith, seatAt } from '../support/people.ts'
import { descendantsOf, isAlive } from '../support/processes.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh, keepTalking, toldTexts } from './support.ts'

const our = account('restart')
const customer = friend('customer')
let hub: TestInstallation
let phone: SimulatedPhone
let seat: TestSeat

beforeAll(async () => {
  hub = await startHub({ HUB_DRAIN_SECONDS: '1' })
  phone = await phoneWith(hub, our)
  seat = await seatAt(hub)
})

afterAll(async () => {
  await Promise.all([phone.stop(), seat.stop()])
  await hub[Symbol.asyncDispose]()
})

describe('kill -9 in the middle of everything', () => {
  test.each([1, 2, 3])('round %i: nothing is lost, nothing is doubled, both sides come back', async (round) => {
    const texts: string[] = []
    const tasks: string[] = []
    const traffic = keepTalking(() => {
      for (let burst = 0; burst < 5; burst++) texts.push(say(`第${round}轮 ${texts.length}`))
      if (texts.length % 25 > 0) return
      tasks.push(seat.send({ account: our, peer: customer, text: `答 ${round} ${tasks.length}` }).task)
    }, { everyMs: 4 })
    await seat.sees(({ text }) => text === `第${round}轮 200`)
    // Asked for before the kill: the cut may be noticed before the process is seen to have ended.
    const cut = [seat.closed(), phone.closed()]
    await hub.kill()
    await Promise.all(cut)
    await hub.restart()
    await seat.connected()
    await phone.connected()
    traffic.stop()
    texts.push(say(`第${round}轮 完`))
    await Promise.all([phone.drained(), seat.drained()])
    await seat.sees(({ text }) => text === texts.at(-1))
    for (const task of tasks) await seat.sees((message) => message.task === task && message.state === 'sent')
    const thread = seat.view.thread({ account: our, peer: customer })
    expect(thread.filter(({ text }) => text.startsWith(`第${round}轮`)).map(({ text }) => text)).toEqual(texts)
    expect(thread.filter(({ text }) => text.startsWith(`答 ${round}`)).map(({ task }) => task)).toEqual(tasks)
    expect(tasks.filter((task) => phone.state.tasks.filter((one) => one.task === task).length !== 1)).toEqual([])
    if (seat.resets === 0) expect(new Set(toldTexts(seat)).size).toBe(toldTexts(seat).length)
    await expectLiveIsFresh(seat)
  })

  test('[P75] [SEAT-4] what was sent before it can still be taken back by its author', async () => {
    const sent = await seat.sees(({ text, state }) => text === '答 3 0' && state === 'sent')
    seat.recall({ account: our, peer: customer, msgSvrId: sent.msgSvrId as MsgSvrId })
    await seat.sees(({ task, state }) => task === sent.task && state === 'recalled')
  })
})

describe('SIGTERM', () => {
  test('readiness goes first, what was taken is acked, each close names its own delay; the code is 0', async () => {
    const crowd: SimulatedPhone[] = []
    for (let index = 0; index < 45; index++) crowd.push(await phoneWith(hub, account(`crowd${index}`)))
    const everybody = [...crowd, phone]
    const closes = everybody.map((one) => one.closed())
    using connection = keptConnection()
    expect(await connection.status(`${hub.url}/readyz`)).toBe(200)
    for (const [index, one] of everybody.entries()) {
      one.write({ account: index < crowd.length ? account(`crowd${index}`) : our, peer: customer, text: `再见 ${index}` })
    }
    // Who talks on to the end finds no moment between the last ack and the close.
    let last = 0
    const talk = () => crowd[0]?.write({ account: account('crowd0'), peer: customer, text: `还在说 ${++last}` })
    const traffic = keepTalking(talk, { everyMs: 1 })
    const ended = hub.stop()
    // The port is closed for newcomers; who is connected still hears that this hub takes nobody.
    await expect.poll(() => connection.status(`${hub.url}/readyz`), { interval: 5 }).toBe(503)
    const closed = await Promise.all(closes)
    expect(closed.map(({ code }) => code)).toEqual(everybody.map(() => closeCodes.draining.code))
    expect(new Set(closed.map(({ reason }) => retryMsOf(reason))).size).toBeGreaterThan(10)
    traffic.stop()
    const acked = everybody.map((one) => one.lastAcked)
    await ended
    expect(hub.exitCode).toBe(0)
    await hub.restart()
    const welcomes = await Promise.all(everybody.map((one) => one.connect()))
    // Whatever the hub had taken, it had acked: the next one finds nothing more in the journal.
    expect(welcomes.map(({ lastSequence }) => lastSequence)).toEqual(acked)
    await Promise.all(everybody.map((one) => one.drained()))
    await Promise.all(crowd.map((one) => one.stop()))
    await seat.connect()
    for (const index of everybody.keys()) await seat.sees(({ text }) => text === `再见 ${index}`)
    await seat.sees(({ text }) => text === `还在说 ${last}`)
    await expectLiveIsFresh(seat)
  })

  test('presence after a drain is right without waiting for a silence', async () => {
    await phone.stop()
    await hub.stop()
    await hub.restart()
    await seat.connect()
    const { rows } = await seat.api.call('listAccounts', { atLeast: seat.cursor })
    expect(rows.filter(({ deviceOnline }) => deviceOnline)).toEqual([])
    await phone.connect()
    await expect.poll(async () => (await seat.api.call('listAccounts', {})).rows.filter(({ online }) => online))
      .toMatchObject([{ account: our }])
  })
})

test('a hub with its own NATS and database leaves nothing behind that its next start does not clean up', async () => {
  await using whole = await runHub({ nats: { url: '' }, database: { url: '' } })
  const parts = descendantsOf(whole.pid)
  expect(parts.length).toBeGreaterThanOrEqual(2)
  const someone = account('whole')
  await using talker = await phoneWith(whole, someone)
  const watcher = await seatAt(whole)
  const { msgSvrId } = talker.write({ account: someone, peer: customer, text: '停电之前' })
  await watcher.sees((message) => message.msgSvrId === msgSvrId)
  await whole.kill()
  await whole.restart()
  expect(parts.filter(isAlive)).toEqual([])
  await watcher.connect()
  await expectLiveIsFresh(watcher)
  expect(watcher.view.find((message) => message.msgSvrId === msgSvrId)).toBeDefined()
  await watcher.stop()
  const later = descendantsOf(whole.pid)
  await whole.stop()
  expect(whole.exitCode).toBe(0)
  expect(later.filter(isAlive)).toEqual([])
})

function say(text: string): string {
  phone.write({ account: our, peer: customer, text })
  return text
}

/** One connection that stays, as a load balancer's. */
function keptConnection(): Disposable & { status(url: string): Promise<number> } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    status: (url) => new Promise((resolve, reject) => {
      request(url, { agent }, (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      }).on('error', reject).end()
    }),
    [Symbol.dispose]: () => agent.destroy(),
  }
}

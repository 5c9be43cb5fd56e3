import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { httpCall } from '../../bench/fleet/http-call.ts'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { account, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh, keepTalking, toldTexts } from './support.ts'

const our = account('outage')
const customer = friend('customer')
let hub: TestInstallation
let phone: SimulatedPhone
let seat: TestSeat

beforeAll(async () => {
  hub = await startHub()
  phone = await phoneWith(hub, our)
  seat = await seatAt(hub)
})

afterAll(async () => {
  await Promise.all([phone.stop(), seat.stop()])
  await hub[Symbol.asyncDispose]()
})

describe('without the database', () => {
  test('chat goes on both ways, reads say why they fail, and storage catches up', async () => {
    await hub.database.kill()
    const texts = write('没有数据库', 500)
    await phone.drained()
    await seat.sees(({ text }) => text === texts.at(-1))
    const { task } = seat.send({ account: our, peer: customer, text: '照常回答' })
    await seat.sees((message) => message.task === task && message.state === 'sent')
    await expect(seat.loadAfresh()).rejects.toMatchObject({ status: 503 })
    await expect(seat.api.call('listConversations', {})).rejects.toMatchObject({ code: 'databaseAway' })
    expect(await readiness()).toBe(200)
    await hub.database.restart()
    await expectLiveIsFresh(seat)
    expect(toldTexts(seat).filter((text) => text.startsWith('没有数据库'))).toEqual(texts)
  })

  test('who is connected already may come back: keys and sessions are known', async () => {
    await hub.database.kill()
    phone.dropTheLine()
    seat.dropTheLine()
    await phone.connected()
    await seat.connected()
    const [text] = write('断线重来', 1)
    await seat.sees((message) => message.text === text)
    await hub.database.restart()
    await expectLiveIsFresh(seat)
  })

  test.each([1, 2, 3])('kill %i of the database under load: stored once', async (round) => {
    const texts: string[] = []
    const traffic = keepTalking(() => texts.push(...write(`第${round}次 ${texts.length}`, 5)), { everyMs: 5 })
    await seat.sees(({ text }) => text.startsWith(`第${round}次 200 `))
    await hub.database.kill()
    await seat.sees(({ text }) => text.startsWith(`第${round}次 500 `))
    await hub.database.restart()
    await seat.sees(({ text }) => text.startsWith(`第${round}次 800 `))
    traffic.stop()
    await phone.drained()
    await expectLiveIsFresh(seat)
    const stored = (await seat.loadAfresh()).thread({ account: our, peer: customer }).map(({ text }) => text)
    expect(stored.filter((text) => text.startsWith(`第${round}次`))).toEqual(texts)
  })
})

describe('without NATS', () => {
  test('nothing is acked and nothing is shown; then everything goes on', async () => {
    await hub.nats.kill()
    const acked = phone.lastAcked
    const texts = write('没有 NATS', 300)
    const { sequence, task } = seat.send({ account: our, peer: customer, text: '等一等' })
    await expect.poll(readiness).toBe(503)
    await sleep(silenceMs)
    expect(phone.lastAcked).toBe(acked)
    expect(seat.lastAcked).toBeLessThan(sequence)
    expect(seat.view.find(({ text }) => text === texts[0])).toBeUndefined()
    await hub.nats.restart()
    await phone.drained()
    await seat.sees((message) => message.task === task && message.state === 'sent')
    expect(toldTexts(seat).filter((text) => text.startsWith('没有 NATS'))).toEqual(texts)
    await expect.poll(readiness).toBe(200)
    await expectLiveIsFresh(seat)
  })

  test.each([1, 2, 3])('kill %i of nats-server under load: acked once, in order', async (round) => {
    const texts: string[] = []
    const traffic = keepTalking(() => texts.push(...write(`打断${round} ${texts.length}`, 5)), { everyMs: 5 })
    await seat.sees(({ text }) => text.startsWith(`打断${round} 200 `))
    await hub.nats.kill()
    await hub.nats.restart()
    await seat.sees(({ text }) => text.startsWith(`打断${round} 600 `))
    traffic.stop()
    await phone.drained()
    await seat.sees(({ text }) => text === texts.at(-1))
    expect(toldTexts(seat).filter((text) => text.startsWith(`打断${round}`))).toEqual(texts)
    await expectLiveIsFresh(seat)
  })
})

describe('a hub that starts', () => {
  test('waits for the database', async () => {
    await hub.kill()
    await hub.database.kill()
    const restarted = hub.restart()
    const early = await Promise.race([restarted.then(() => 'started'), sleep(silenceMs, 'waits')])
    expect(early).toBe('waits')
    await hub.database.restart()
    await restarted
    await seat.connect()
    await phone.connect()
    await expectLiveIsFresh(seat)
  })

  test('is stopped by a signal while it waits', async () => {
    await hub.kill()
    await hub.database.kill()
    const restarted = hub.restart().catch(() => 'ended')
    await expect.poll(() => hub.log.at(-1)).toContain('the database is away')
    await hub.stop()
    expect(await restarted).toBe('ended')
    expect(hub.exitCode).toBe(0)
    await hub.database.restart()
    await hub.restart()
  })

  test('waits for NATS', async () => {
    await hub.kill()
    await hub.nats.kill()
    const restarted = hub.restart()
    const early = await Promise.race([restarted.then(() => 'started'), sleep(silenceMs, 'waits')])
    expect(early).toBe('waits')
    await hub.nats.restart()
    await restarted
    await seat.connect()
    await phone.connect()
    const [text] = write('都回来了', 1)
    await seat.sees((message) => message.text === text)
    await expectLiveIsFresh(seat)
  })
})

function write(what: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const text = `${what} ${index}`
    phone.write({ account: our, peer: customer, text })
    return text
  })
}

async function readiness(): Promise<number> {
  return (await httpCall({ url: `${hub.url}/readyz`, method: 'GET' })).status
}

/** Long enough that anything that would come has come. */
const silenceMs = 2_000

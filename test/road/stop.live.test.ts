import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { closeCodes } from '../../protocol/close-codes.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { account, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh } from './support.ts'

const our = account('stopping')
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

const servers = ['nats', 'database'] as const
test.each(servers)('a hub ends within its time though %s does not answer any more', async (what) => {
  const server = hub[what]
  phone.write({ account: our, peer: customer, text: `先 ${what}` })
  await seat.sees(({ text }) => text === `先 ${what}`)
  process.kill(server.pid, 'SIGSTOP')
  try {
    for (let index = 0; index < 20; index++) phone.write({ account: our, peer: customer, text: `${what} ${index}` })
    const closed = [phone.closed(), seat.closed()]
    const startedMs = performance.now()
    await hub.stop()
    expect(performance.now() - startedMs).toBeLessThan(stopWithinMs)
    expect(hub.exitCode).toBe(0)
    for (const { code } of await Promise.all(closed)) expect(code).toBe(closeCodes.draining.code)
  } finally {
    process.kill(server.pid, 'SIGCONT')
  }
  await hub.restart()
  await Promise.all([phone.connect(), seat.connect()])
  await phone.drained()
  await seat.sees(({ text }) => text === `${what} 19`)
  const texts = seat.view.thread({ account: our, peer: customer }).map(({ text }) => text)
  expect(texts.filter((text) => text.startsWith(`${what} `))).toHaveLength(20)
  await expectLiveIsFresh(seat)
})

/** Of a hub without a drain time: what it waits for has limits of its own. */
const stopWithinMs = 15_000

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { type TestHub, type TestInstallation, startHub } from '../support/hub.ts'
import { account, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh, keepTalking, toldTexts } from './support.ts'

const our = account('quiet')
const [loud, silent] = [friend('loud'), friend('silent')]
let one: TestInstallation
let two: TestHub
let phone: SimulatedPhone
let seats: TestSeat[]

beforeAll(async () => {
  one = await startHub()
  two = await one.second()
  phone = await phoneWith(one, our)
  seats = [await seatAt(one), await seatAt(two)]
})

afterAll(async () => {
  await Promise.all([phone.stop(), ...seats.map((seat) => seat.stop())])
  await one[Symbol.asyncDispose]()
})

const first = (): TestSeat => seats[0] as TestSeat

/** The projector and every hub decide by the position of the fact, which comes a moment later. */
async function setRules(rules: { quietTypes?: string[]; quietWords?: string[] }): Promise<void> {
  const cookie = await one.signIn()
  const { version } = (await one.call('getSettings', {}, cookie)).body as { version: number }
  expect((await one.call('changeSettings', { version, ...rules }, cookie)).status).toBe(200)
}

async function records(search: string): Promise<string[]> {
  const input = { resource: 'messages', filters: { search } }
  const { body } = await one.call('listRows', input, await one.signIn())
  return (body as { rows: { text: string }[] }).rows.map(({ text }) => text)
}

test('[SET-5] [SET-6] [P82] quiet messages reach no console and no conversation, only the records', async () => {
  phone.write({ account: our, peer: loud, text: '规则之前的活动' })
  await first().sees(({ text }) => text === '规则之前的活动')
  await setRules({ quietWords: ['活动'], quietTypes: ['voice'] })
  // Until the rules hold, what is said may be seen.
  let tries = 0
  await expect.poll(async () => {
    const [probe, mark] = [`试探活动 ${tries += 1}`, `看得见 ${tries}`]
    for (const text of [probe, mark]) phone.write({ account: our, peer: loud, text })
    await first().sees(({ text }) => text === mark)
    return toldTexts(first()).includes(probe)
  }, { timeout: 10_000 }).toBe(false)
  phone.write({ account: our, peer: silent, text: '只说活动' })
  phone.write({ account: our, peer: loud, type: 'voice', text: '' })
  phone.write({ account: our, peer: loud, text: '收尾' })
  const { position } = await first().sees(({ text }) => text === '收尾')
  await expectLiveIsFresh(...seats)
  for (const seat of seats) expect(toldTexts(seat)).not.toContain('只说活动')
  const { rows } = await first().api.call('listConversations', { atLeast: position })
  expect(rows.map(({ peer, lastText }) => [peer, lastText])).toEqual([[loud, '收尾']])
  const thread = await first().api.thread({ account: our, peer: loud, atLeast: position })
  expect(thread.map(({ type }) => type)).not.toContain('voice')
  // The index of the records is filled behind storage, whenever the machine has time for it.
  await expect.poll(() => records('规则之前')).toEqual(['规则之前的活动'])
  await expect.poll(() => records('只说活动')).toEqual(['只说活动'])
})

test('all readers decide alike while rules change under load, over a break of the line and a restart', async () => {
  let said = 0
  const talk = keepTalking(() => {
    phone.write({ account: our, peer: loud, text: `活动 ${said}` })
    phone.write({ account: our, peer: loud, text: `打折 ${said}` })
    said += 1
  }, { everyMs: 10 })
  for (const quietWords of [['打折'], [], ['活动', '打折'], ['活动']]) {
    await setRules({ quietWords })
    for (const seat of seats) seat.dropTheLine()
    await Promise.all(seats.map((seat) => seat.connected()))
  }
  talk.stop()
  await phone.drained()
  await expectLiveIsFresh(...seats)
  await one.kill()
  await one.restart()
  phone.write({ account: our, peer: loud, text: '活动 重启之后' })
  phone.write({ account: our, peer: loud, text: '打折 重启之后' })
  await first().sees(({ text }) => text === '打折 重启之后')
  await expectLiveIsFresh(...seats)
  expect(toldTexts(first())).not.toContain('活动 重启之后')
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { newInstallId } from '../../bench/fleet/phone-state.ts'
import { expectLiveIsFresh } from '../road/support.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { account, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'

let hub: TestInstallation
let phone: SimulatedPhone
let seat: TestSeat
beforeAll(async () => {
  hub = await startHub()
  phone = await phoneWith(hub, account('shop'))
  seat = await seatAt(hub)
})
afterAll(async () => {
  await expectLiveIsFresh(seat)
  await Promise.all([phone.stop(), seat.stop()])
  await hub[Symbol.asyncDispose]()
})

const texts = [
  `'; drop table message; --`, `" or 1=1 --`, String.raw`\'; select pg_sleep(9); --`, '$1 %s ${x} {{x}} %_%',
    String.raw`\x00 \u0000`,
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '&lt;b&gt; &amp;',
    '=HYPERLINK("http://x","y")', '\u202Egpj.exe',
  '\uFEFF\u200B\u00A0', '👨‍👩‍👧‍👦 e\u0301', '../../etc/passwd', '__proto__', '{"a":[1]}', 'null',
    '\r\nSet-Cookie: a=b',
]

test('what looks like SQL, HTML, a formula or a header is stored and told as the text it is', async () => {
  const customer = friend('customer')
  const written = texts.map((text) => phone.write({ account: account('shop'), peer: customer, text }))
  const last = written.at(-1)?.msgSvrId
  await seat.sees(({ msgSvrId }) => msgSvrId === last)
  expect(seat.view.thread({ account: account('shop'), peer: customer }).map(({ text }) => text)).toEqual(texts)
  const fresh = await seat.loadAfresh()
  expect(fresh.thread({ account: account('shop'), peer: customer }).map(({ text }) => text)).toEqual(texts)
})

test('a remark of an enrolment, too', async () => {
  for (const remark of texts.slice(0, 6)) {
    const token = await hub.enrolmentToken()
    const { status } = await hub.call('enrol', { token, install: newInstallId(), info: {}, remark })
    expect(status).toBe(200)
  }
  const { body } = await hub.call('listRows', { resource: 'devices', rows: 100 }, await hub.signIn())
  expect(JSON.stringify(body)).toContain(JSON.stringify(texts[0]))
  expect(JSON.stringify(body)).toContain(JSON.stringify(texts[5]))
})

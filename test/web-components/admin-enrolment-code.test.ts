import { expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { EnrolmentCode } from '../../web-components/admin/enrolment-code.ts'
import { type Api, newApi } from '../../web-components/data/api.ts'

const minuteMs = 60_000

function newHub() {
  const hub = { asked: 0, away: false, api: {} as Api }
  hub.api = newApi({
    fetch: () => {
      hub.asked += 1
      if (hub.away) return Promise.reject(new TypeError('no network'))
      // Another clock than the page's.
      return Promise.resolve(Response.json({ token: `token${hub.asked}`, expiresAtMs: 7 }))
    },
  })
  return hub
}

const settled = () => new Promise((resolve) => { setTimeout(resolve, 0) })

test('a code is asked for once, and again in its last minute', async () => {
  const hub = newHub()
  const code = new EnrolmentCode({ api: hub.api, onChanged: () => undefined })
  code.tick(0)
  code.tick(1_000)
  await settled()
  expect([code.token, hub.asked]).toEqual(['token1', 1])
  expect(code.leftMs(minuteMs)).toBe(limits.enrolmentMs - minuteMs)
  code.tick(limits.enrolmentMs - minuteMs - 1)
  expect(hub.asked).toBe(1)
  code.tick(limits.enrolmentMs - minuteMs)
  await settled()
  expect([code.token, hub.asked]).toEqual(['token2', 2])
})

test('a code that cannot be replaced stays until it has expired; asked again every 5 seconds', async () => {
  const hub = newHub()
  const code = new EnrolmentCode({ api: hub.api, onChanged: () => undefined })
  await code.renew(0)
  hub.away = true
  const lastMs = limits.enrolmentMs - 10_000
  code.tick(lastMs)
  await settled()
  code.tick(lastMs + 4_999)
  await settled()
  expect([code.token, code.fault?.code, hub.asked]).toEqual(['token1', 'offline', 2])
  code.tick(limits.enrolmentMs)
  await settled()
  expect([code.token, hub.asked]).toEqual([null, 3])
  hub.away = false
  code.tick(limits.enrolmentMs + 5_000)
  await settled()
  expect([code.token, code.fault]).toEqual(['token4', null])
})

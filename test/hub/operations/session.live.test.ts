import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFirstAdministrator } from '../../../hub/sessions/first-administrator.ts'
import type { FirstAdministrator } from '../../../hub/sessions/first-administrator.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { HttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let admin: FirstAdministrator

beforeAll(async () => {
  hub = await startHttpHub()
  const made = await Promise.all([createFirstAdministrator(hub.pool), createFirstAdministrator(hub.pool)])
  admin = made.find((one) => one !== null) as FirstAdministrator
  expect(made.filter((one) => one === null)).toHaveLength(1)
})
afterAll(() => hub[Symbol.asyncDispose]())

async function signIn(): Promise<string> {
  const { status, headers } = await hub.call('signIn', admin)
  expect(status).toBe(200)
  return headers.get('set-cookie')?.split(';')[0] ?? ''
}

test('the first administrator signs in and is who they are', async () => {
  const { body, headers } = await hub.call('signIn', admin)
  expect(body).toMatchObject({ loginName: 'admin', department: '公司', permissions: ['chat', 'devices', 'admin'] })
  const cookie = headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^ark_session=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=2592000$/)
  const who = await hub.call('whoAmI', {}, { cookie: cookie.split(';')[0] ?? '' })
  expect(who).toMatchObject({ status: 200, body: { loginName: 'admin' } })
})

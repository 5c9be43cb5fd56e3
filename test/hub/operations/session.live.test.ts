import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFirstAdministrator } from '../../../hub/sessions/first-administrator.ts'
import type { FirstAdministrator } from '../../../hub/sessions/first-administrator.ts'
import { addSession, addUser } from '../support/company.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { CallOptions, HttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let admin: FirstAdministrator

beforeAll(async () => {
  hub = await startHttpHub()
  const made = await Promise.all([createFirstAdministrator(hub.pool), createFirstAdministrator(hub.pool)])
  expect(made.filter((one) => one === null)).toHaveLength(1)
  admin = made.find((one) => one !== null) as FirstAdministrator
})
afterAll(() => hub[Symbol.asyncDispose]())

let addresses = 0
/** Another address for each, so that tests don't slow down one another. */
function from(cookie?: string): CallOptions {
  addresses += 1
  const headers = { 'x-forwarded-for': `10.0.${addresses >> 8}.${addresses & 255}` }
  return cookie === undefined ? { headers } : { headers, cookie }
}

async function signIn(loginName: string, password: string): Promise<string> {
  const { status, headers } = await hub.call('signIn', { loginName, password }, from())
  expect(status).toBe(200)
  return headers.get('set-cookie')?.split(';')[0] ?? ''
}

describe('signing in', () => {
  test('the first administrator signs in and is who they are', async () => {
    const { body, headers } = await hub.call('signIn', admin, from())
    expect(body).toMatchObject({ loginName: 'admin', department: '公司', permissions: ['admin', 'chat', 'devices'] })
    const cookie = headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^ark_session=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=2592000$/)
    const who = await hub.call('whoAmI', {}, { cookie: cookie.split(';')[0] ?? '' })
    expect(who).toMatchObject({ status: 200, body: { loginName: 'admin' } })
  })

  test('a wrong name, a wrong password and a disabled user answer alike', async () => {
    await addUser(hub, { id: 'u-gone', permissions: ['chat'] })
    await hub.pool.query(`update app_user set disabled = true where id = 'u-gone'`)
    const answers = await Promise.all([
      hub.call('signIn', { loginName: 'nobody', password: 'x' }, from()),
      hub.call('signIn', { loginName: 'admin', password: 'x' }, from()),
      hub.call('signIn', { loginName: 'u-gone', password: 'secret-u-gone' }, from()),
    ])
    for (const { status, body, headers } of answers) {
      expect([status, body]).toEqual([401, { code: 'wrongPassword', reason: 'wrong name or password' }])
      expect(headers.get('set-cookie')).toBeNull()
    }
  })

  test('guessing one name waits, from any address; it is over when the wait is', async () => {
    await addUser(hub, { id: 'u-slow', permissions: [] })
    const guess = (password: string) => hub.call('signIn', { loginName: 'u-slow', password }, from())
    const guesses = await Promise.all(Array.from({ length: 12 }, () => guess('wrong')))
    const refused = guesses.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThanOrEqual(6)
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await guess('secret-u-slow')).status).toBe(429)
    hub.clock.nowMs += 61_000
    expect((await guess('secret-u-slow')).status).toBe(200)
  })

  test('guessing many names from one address waits', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9' }
    const statuses: number[] = []
    for (let count = 0; count < 35; count += 1) {
      const { status } = await hub.call('signIn', { loginName: `name${count}`, password: 'x' }, { headers })
      statuses.push(status)
    }
    expect(statuses.slice(0, 20)).not.toContain(429)
    expect(statuses.at(-1)).toBe(429)
  })
})

describe('a session', () => {
  test('ends with a sign-out, here at once and elsewhere by the journal', async () => {
    const cookie = await signIn(admin.loginName, admin.password)
    const changes: string[] = []
    const stop = hub.directory.onChanged(({ kind }) => changes.push(kind))
    const { status, headers } = await hub.call('signOut', {}, { cookie })
    expect([status, headers.get('set-cookie')]).toEqual([200, expect.stringContaining('Max-Age=0')])
    expect(hub.outbox.at(-1)).toMatchObject({ fact: { name: 'configChanged' }, value: { area: 'session' } })
    expect((await hub.call('whoAmI', {}, { cookie })).status).toBe(401)
    expect(changes).toEqual(['sessionEnded'])
    stop()
  })

  test('begun on another hub is known here after one look-up', async () => {
    await addUser(hub, { id: 'u-else', permissions: ['chat'] })
    const cookie = await addSession(hub, 'u-else')
    expect((await hub.call('whoAmI', {}, { cookie })).body).toMatchObject({ user: 'u-else' })
  })

  test('that has expired is none', async () => {
    await addUser(hub, { id: 'u-late', permissions: ['chat'] })
    const cookie = await addSession(hub, 'u-late', { lifeMs: 5_000 })
    expect((await hub.call('whoAmI', {}, { cookie })).status).toBe(200)
    hub.clock.nowMs += 6_000
    expect((await hub.call('whoAmI', {}, { cookie })).status).toBe(401)
  })

  test('of a user who is disabled ends when the journal says so', async () => {
    await addUser(hub, { id: 'u-fired', permissions: ['chat'] })
    const cookie = await signIn('u-fired', 'secret-u-fired')
    await hub.pool.query(`update app_user set disabled = true where id = 'u-fired'`)
    expect((await hub.call('whoAmI', {}, { cookie })).status).toBe(200)
    const told = new Promise<string>((resolve) => { hub.directory.onChanged(({ kind }) => resolve(kind)) })
    hub.happen('configChanged', { area: 'user', key: 'u-fired', version: 1 })
    expect(await told).toBe('userDisabled')
    expect((await hub.call('whoAmI', {}, { cookie })).status).toBe(401)
  })

  test('a changed password ends the others and keeps this one', async () => {
    await addUser(hub, { id: 'u-change', permissions: ['chat'] })
    const [here, there] = [await signIn('u-change', 'secret-u-change'), await signIn('u-change', 'secret-u-change')]
    const passwords = { oldPassword: 'secret-u-change', newPassword: 'a new one, longer' }
    const wrong = await hub.call('changePassword', { ...passwords, oldPassword: 'x' }, { cookie: here })
    expect(wrong.body.code).toBe('wrongPassword')
    expect((await hub.call('changePassword', passwords, { cookie: here })).status).toBe(200)
    expect((await hub.call('whoAmI', {}, { cookie: here })).status).toBe(200)
    expect((await hub.call('whoAmI', {}, { cookie: there })).status).toBe(401)
    await signIn('u-change', 'a new one, longer')
    expect((await hub.call('signIn', { loginName: 'u-change', password: 'secret-u-change' }, from())).status).toBe(401)
  })

  test('is one of fifty: the oldest goes', async () => {
    await addUser(hub, { id: 'u-many', permissions: [] })
    for (let count = 0; count < 55; count += 1) await addSession(hub, 'u-many')
    await signIn('u-many', 'secret-u-many')
    const { rows } = await hub.pool.query<{ count: number }>(`select count(*) from session where app_user = 'u-many'`)
    expect(rows[0]?.count).toBe(50)
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../protocol/limits.ts'
import { identifyPhone } from '../../../hub/sessions/identify.ts'
import { addDevice, addSession, addUser } from '../support/company.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { HttpHub } from '../support/http-hub.ts'

let hub: HttpHub
const cookies = { keeper: '', other: '', chatOnly: '', admin: '' }

beforeAll(async () => {
  hub = await startHttpHub()
  for (const [name, permissions] of [
    ['keeper', ['devices', 'devicesWipe']], ['other', ['devices', 'devicesWipe']],
    ['chatOnly', ['chat']], ['admin', ['admin']],
  ] as const) {
    await addUser(hub, { id: name, permissions: [...permissions] })
    cookies[name] = await addSession(hub, name, { lifeMs: 3_600_000 })
  }
})
afterAll(() => hub[Symbol.asyncDispose]())

const phone = { install: 'install-1', info: { brand: '华为', model: 'P60' } }

async function newToken(): Promise<string> {
  return (await hub.call('createEnrolment', {}, { cookie: cookies.keeper })).body.token
}

describe('enrolment', () => {
  test('a token becomes a phone with a key that opens', async () => {
    const { body } = await hub.call('createEnrolment', {}, { cookie: cookies.keeper })
    expect(body.expiresAtMs - hub.clock.nowMs).toBe(limits.enrolmentMs)
    const made = await hub.call('enrol', { ...phone, token: body.token, remark: '前台' })
    expect(made.status).toBe(200)
    expect(made.body.device).toMatch(/^d[a-z]{16}$/)
    expect(hub.outbox.at(-1)?.value).toMatchObject({ area: 'device', key: made.body.device })
    const authorization = `Bearer ${made.body.device}.${made.body.key}`
    const known = await identifyPhone(hub, { authorization, nowMs: hub.clock.nowMs })
    expect(known).toMatchObject({ ok: true, device: { keeper: 'keeper' } })
    const wrong = { authorization: `Bearer ${made.body.device}.${'A'.repeat(43)}`, nowMs: hub.clock.nowMs }
    expect(await identifyPhone(hub, wrong)).toMatchObject({ code: 'badKey' })
  })

  test('a token works once, also when many use it at the same moment', async () => {
    const token = await newToken()
    const answers = await Promise.all(Array.from({ length: 8 }, () => hub.call('enrol', { ...phone, token })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const refused = answers.filter(({ status }) => status !== 200)
    expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['tokenUsed']))
  })

  test('an expired, a revoked and an unknown token are named', async () => {
    const expired = await newToken()
    hub.clock.nowMs += limits.enrolmentMs + 1
    expect((await hub.call('enrol', { ...phone, token: expired })).body.code).toBe('tokenExpired')
    const open = await newToken()
    expect((await hub.call('revokeEnrolments', {}, { cookie: cookies.keeper })).body).toEqual({ revoked: 1 })
    expect((await hub.call('enrol', { ...phone, token: open })).body.code).toBe('tokenRevoked')
    const unknown = await hub.call('enrol', { ...phone, token: 'x'.repeat(43) })
    expect([unknown.status, unknown.body.code]).toEqual([403, 'tokenUnknown'])
  })

  test('guessing tokens from one address waits', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7' }
    const guess = () => hub.call('enrol', { ...phone, token: 'y'.repeat(43) }, { headers })
    const answers = await Promise.all(Array.from({ length: 40 }, guess))
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(10)
  })

  test('the token of a user who was disabled is none', async () => {
    await addUser(hub, { id: 'leaver', permissions: ['devices'] })
    const cookie = await addSession(hub, 'leaver')
    const { body } = await hub.call('createEnrolment', {}, { cookie })
    await hub.pool.query(`update app_user set disabled = true where id = 'leaver'`)
    expect((await hub.call('enrol', { ...phone, token: body.token })).status).toBe(403)
  })
})

describe('phones', () => {
  test('are listed for their keeper, all of them for an administrator', async () => {
    const { device } = await addDevice(hub, { id: 'dmine', keeper: 'keeper' })
    await addDevice(hub, { id: 'dtheirs', keeper: 'other' })
    const listed = async (cookie: string): Promise<object[]> =>
      (await hub.call('listRows', { resource: 'devices' }, { cookie })).body.rows
    expect(await listed(cookies.keeper)).toEqual(expect.arrayContaining([
      expect.objectContaining({ id: device, keeper: '用户keeper', setup: 'applied' }),
    ]))
    const names = async (cookie: string) => (await listed(cookie)).map((row) => (row as { id: string }).id)
    expect(await names(cookies.keeper)).not.toContain('dtheirs')
    expect(await names(cookies.admin)).toEqual(expect.arrayContaining(['dmine', 'dtheirs']))
  })

  test('that are removed are refused at once, and closed', async () => {
    const { authorization } = await addDevice(hub, { id: 'dlost', keeper: 'keeper' })
    const changes: object[] = []
    const stop = hub.directory.onChanged((change) => changes.push(change))
    expect((await hub.call('removeDevice', { device: 'dlost' }, { cookie: cookies.other })).status).toBe(404)
    expect((await hub.call('removeDevice', { device: 'dlost' }, { cookie: cookies.keeper })).status).toBe(200)
    expect(changes).toEqual([{ kind: 'deviceRevoked', device: 'dlost' }])
    const refused = await identifyPhone(hub, { authorization, nowMs: hub.clock.nowMs })
    expect(refused).toMatchObject({ ok: false, status: 403, code: 'deviceRevoked' })
    expect(hub.outbox.at(-1)?.value).toMatchObject({ area: 'device', key: 'dlost' })
    expect((await hub.call('removeDevice', { device: 'dlost' }, { cookie: cookies.keeper })).status).toBe(200)
    stop()
  })

  test('removed on another hub are refused when the journal says so', async () => {
    const { authorization } = await addDevice(hub, { id: 'dfar', keeper: 'keeper' })
    await hub.pool.query(`update device set revoked_at = now() where id = 'dfar'`)
    const told = new Promise<object>((resolve) => { hub.directory.onChanged(resolve) })
    hub.happen('configChanged', { area: 'device', key: 'dfar', version: 1 })
    expect(await told).toEqual({ kind: 'deviceRevoked', device: 'dfar' })
    expect(await identifyPhone(hub, { authorization, nowMs: hub.clock.nowMs })).toMatchObject({ code: 'deviceRevoked' })
  })

  test('are nothing for who may only chat', async () => {
    for (const name of ['createEnrolment', 'revokeEnrolments'] as const) {
      const { status, body } = await hub.call(name, {}, { cookie: cookies.chatOnly })
      expect([status, body.code]).toEqual([403, 'noRight'])
    }
  })
})

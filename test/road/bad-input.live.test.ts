import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { httpCall, readJson } from '../../bench/fleet/http-call.ts'
import type { Misbehaviour } from '../../bench/fleet/misbehave.ts'
import { mediaIdOf } from '../../bench/fleet/phone-http.ts'
import { loadPhoneState, newInstallId, savePhoneState } from '../../bench/fleet/phone-state.ts'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { hastyDelays } from '../../bench/fleet/come-back.ts'
import { closeCodes } from '../../protocol/close-codes.ts'
import { pack } from '../../protocol/codec.ts'
import { emptyBody } from '../../protocol/bodies.ts'
import { sendRequested } from '../../protocol/events/seat.ts'
import type { TaskId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { heartbeat } from '../../protocol/messages/phone.ts'
import { newPool } from '../../storage/pool.ts'
import { pngOf } from '../hub/support/pictures.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { readMetric } from '../support/metrics.ts'
import { account, enrolPhone, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh } from './support.ts'

const bad = account('bad')
const calm = account('calm')
const customer = friend('customer')
let hub: TestInstallation
let phone: SimulatedPhone
/** Nothing that others do may reach it. */
let bystander: SimulatedPhone
let seat: TestSeat
let bystanderCloses = 0

beforeAll(async () => {
  hub = await startHub()
  phone = await phoneWith(hub, bad)
  bystander = await phoneWith(hub, calm)
  bystander.on('disconnected', () => { bystanderCloses++ })
  seat = await seatAt(hub)
})

afterEach(async () => {
  const { msgSvrId } = bystander.write({ account: calm, peer: customer, text: '一切正常' })
  await seat.sees((message) => message.msgSvrId === msgSvrId)
  expect(bystanderCloses).toBe(0)
})

afterAll(async () => {
  await expectLiveIsFresh(seat)
  await Promise.all([phone.stop(), bystander.stop(), seat.stop()])
  await hub[Symbol.asyncDispose]()
})

describe('frames of a phone', () => {
  test.each<{ how: Misbehaviour; close: keyof typeof closeCodes }>([
    { how: 'malformed', close: 'malformedFrame' },
    { how: 'notAnArray', close: 'malformedFrame' },
    { how: 'emptyFrame', close: 'malformedFrame' },
    { how: 'textFrame', close: 'malformedFrame' },
    { how: 'truncated', close: 'malformedFrame' },
    { how: 'oversized', close: 'malformedFrame' },
    { how: 'tooMany', close: 'malformedFrame' },
    { how: 'tooDeep', close: 'malformedFrame' },
    { how: 'unknownCode', close: 'unreadableMessage' },
    { how: 'badNumber', close: 'unreadableMessage' },
    { how: 'secondHello', close: 'protocolError' },
    { how: 'skipSequence', close: 'sequenceHole' },
    { how: 'flood', close: 'flood' },
    { how: 'ignoreWindow', close: 'windowExceeded' },
    { how: 'wrongVersion', close: 'wrongVersion' },
    { how: 'lateHello', close: 'lateHello' },
  ])('[P7] [P26] $how is closed as $close, counted, and what was acked stays', async ({ how, close }) => {
    const { code, name } = closeCodes[close]
    const before = await readMetric(hub.url, 'ark_closes_total', { peer: 'phone', code: name })
    const { sequence, msgSvrId } = phone.write({ account: bad, peer: customer, text: `前 ${how}` })
    await phone.acked(sequence)
    const closed = closing(phone, code)
    phone.misbehave(how)
    expect((await closed).reason).toContain(name)
    expect(await readMetric(hub.url, 'ark_closes_total', { peer: 'phone', code: name })).toBe(before + 1)
    await phone.connect()
    await phone.drained()
    expect(await seat.sees((message) => message.msgSvrId === msgSvrId)).toMatchObject({ text: `前 ${how}` })
  })

  test.each<Misbehaviour>([
    'badFields', 'badText',
  ])('[P27] %s is refused, counted, and uses up its number', async (how) => {
    const before = await readMetric(hub.url, 'ark_refusals_total', { peer: 'phone', code: 'badField' })
    phone.misbehave(how)
    const { sequence } = phone.write({ account: bad, peer: customer, text: `后 ${how}` })
    expect(await phone.refused(sequence - 1)).toMatchObject({ code: 'badField' })
    await phone.acked(sequence)
    await seat.sees(({ text }) => text === `后 ${how}`)
    expect(await readMetric(hub.url, 'ark_refusals_total', { peer: 'phone', code: 'badField' })).toBe(before + 1)
  })

  test('[P35] an account that never was on this phone is refused', async () => {
    const { sequence } = phone.write({ account: calm, peer: customer, text: '冒充' })
    expect(await phone.refused(sequence)).toMatchObject({ code: 'accountNotHere' })
    await phone.acked(sequence)
  })

  test('[P23] an old number with new content is ignored', async () => {
    await phone.drained()
    const ack = new Promise((resolve) => { phone.once('acked', resolve) })
    phone.misbehave('replaySequence')
    expect(await ack).toBe(phone.lastAcked)
    expect(phone.live).toBe(true)
    expect(seat.view.find(({ peer }) => peer === 'wxid_victim')).toBeUndefined()
  })

  test('[P7] a frame beyond twice the limit ends the connection', async () => {
    const headers = { authorization: bearerOf(phone) }
    const line = new WebSocket(`${hub.url.replace('http', 'ws')}/phone`, { headers })
    line.on('error', () => undefined)
    line.on('open', () => line.send(pack([[heartbeat.code, 'x'.repeat(2 * limits.frameBytesMax)]])))
    const code = await new Promise((resolve) => { line.on('close', resolve) })
    expect([1006, 1009]).toContain(code)
    expect(phone.live).toBe(true)
  })
})

describe('keys and connections', () => {
  test('[P10] a wrong key is refused at the upgrade, and counted', async () => {
    const before = await readMetric(hub.url, 'ark_refusals_total', { code: 'badKey' })
    const stolen = { ...loadPhoneState(savePhoneState(phone.state)), key: bystander.state.key }
    await using thief = new SimulatedPhone({ hubs: [hub.url], state: stolen, delays: hastyDelays })
    const closed = thief.closed()
    void thief.connect().catch(() => undefined)
    expect(await closed).toMatchObject({ status: 401, next: 'never' })
    expect(await readMetric(hub.url, 'ark_refusals_total', { code: 'badKey' })).toBe(before + 1)
  })

  test('[P8] a used, a revoked, an expired and an invented token open nothing', async () => {
    const cookie = await hub.signIn()
    const used = await hub.enrolmentToken()
    await expect(enrolWith(used)).resolves.toMatchObject({ status: 200 })
    await expect(enrolWith(used)).resolves.toMatchObject({ status: 403, body: { code: 'tokenUsed' } })
    const revoked = await hub.enrolmentToken()
    await hub.call('revokeEnrolments', {}, cookie)
    await expect(enrolWith(revoked)).resolves.toMatchObject({ status: 403, body: { code: 'tokenRevoked' } })
    const expired = await hub.enrolmentToken()
    const pool = newPool({ url: hub.database.url, max: 1, onError: () => undefined })
    await pool.query(`update enrolment set expires_at = now() - interval '1 s' where used_at is null`)
    await pool.end()
    await expect(enrolWith(expired)).resolves.toMatchObject({ status: 403, body: { code: 'tokenExpired' } })
    const invented = randomBytes(32).toString('base64url')
    await expect(enrolWith(invented)).resolves.toMatchObject({ body: { code: 'tokenUnknown' } })
  })

  test('a phone that is removed is closed at once, for ever, and its key opens nothing', async () => {
    const removed = await enrolPhone(hub)
    await removed.connect()
    const before = await readMetric(hub.url, 'ark_closes_total', { code: closeCodes.deviceRevoked.name })
    const closed = removed.closed()
    await hub.call('removeDevice', { device: removed.device }, await hub.signIn())
    expect(await closed).toMatchObject({ code: closeCodes.deviceRevoked.code, next: 'never' })
    expect(await readMetric(hub.url, 'ark_closes_total', { code: closeCodes.deviceRevoked.name })).toBe(before + 1)
    const again = removed.closed()
    void removed.connect().catch(() => undefined)
    expect(await again).toMatchObject({ status: 403, next: 'never' })
  })

  test('[P16] two connections of one device: the older is replaced, its messages are stored once', async () => {
    const twin = account('twin')
    const older = await phoneWith(hub, twin)
    const written = Array.from({ length: 400 }, (_, index) => {
      return older.write({ account: twin, peer: customer, text: `双 ${index}` })
    })
    // What is said in one turn of the loop goes out in the next: then it is on its way.
    await new Promise((resolve) => { setImmediate(resolve) })
    const replaced = closing(older, closeCodes.replaced.code)
    const state = loadPhoneState(savePhoneState(older.state))
    await using newer = new SimulatedPhone({ hubs: [hub.url], state, delays: hastyDelays })
    await newer.connect()
    expect(newer.install).toBe(older.install)
    expect((await replaced).reason).toContain('retry=')
    await older.stop()
    await newer.drained()
    await seat.sees(({ msgSvrId }) => msgSvrId === written.at(-1)?.msgSvrId)
    const stored = seat.view.thread({ account: twin, peer: customer })
    expect(stored.map(({ msgSvrId }) => msgSvrId)).toEqual(written.map(({ msgSvrId }) => msgSvrId))
  })

  test('[P19] a restored backup starts a new install; nothing is stored twice', async () => {
    const second = account('restored')
    await using restored = await phoneWith(hub, second)
    restored.backUp()
    const written = Array.from({ length: 20 }, (_, index) => {
      return restored.write({ account: second, peer: customer, text: `备份 ${index}` })
    })
    await restored.drained()
    const before = restored.install
    await restored.restoreBackup()
    await new Promise((resolve) => { restored.once('newInstall', resolve) })
    await restored.connected()
    expect(restored.install).not.toBe(before)
    // WeChat still shows what the restored software doesn't remember having told.
    for (const [index, { msgSvrId }] of written.entries()) {
      restored.write({ account: second, peer: customer, text: `备份 ${index}`, msgSvrId })
    }
    await restored.drained()
    const last = written.at(-1)?.msgSvrId
    await seat.hears('messageRepeated', ({ msgSvrId }) => msgSvrId === last)
    await seat.settled()
    expect(seat.view.thread({ account: second, peer: customer }).map(({ msgSvrId }) => msgSvrId))
      .toEqual(written.map(({ msgSvrId }) => msgSvrId))
  })
})

describe('frames of a console', () => {
  const [code, ...fields] = sendRequested.write({
    account: bad, peer: customer, type: 'text', text: '您好', media: null, body: emptyBody,
    retryOf: null, seen: null, original: null,
  })

  test.each<{ what: string; bytes: () => Uint8Array | string; close: keyof typeof closeCodes }>([
    { what: 'no msgpack', bytes: () => Uint8Array.of(0xc1), close: 'malformedFrame' },
    { what: 'a text frame', bytes: () => '[]', close: 'malformedFrame' },
    { what: 'too deep', bytes: () => pack([nested(30)]), close: 'malformedFrame' },
    {
      what: 'too long', close: 'malformedFrame',
      bytes: () => pack([[heartbeat.code, 'x'.repeat(limits.frameBytesMax)]]),
    },
    { what: 'an unknown message', bytes: () => pack([[0x7e, 'what']]), close: 'unreadableMessage' },
    { what: 'a second hello', bytes: () => pack([[1, 1, 'tab', null]]), close: 'protocolError' },
    { what: 'a skipped number', bytes: () => pack([[code, 1_000_000, ...fields]]), close: 'sequenceHole' },
  ])('$what is closed as $close', async ({ bytes, close }) => {
    await using tab = await seatAt(hub)
    const labels = { peer: 'seat', code: closeCodes[close].name }
    const before = await readMetric(hub.url, 'ark_closes_total', labels)
    const closed = tab.closed()
    tab.raw(bytes())
    expect((await closed).code).toBe(closeCodes[close].code)
    expect(await readMetric(hub.url, 'ark_closes_total', labels)).toBe(before + 1)
  })

  test('more than a window, and more than a person can type, are closed', async () => {
    await using hasty = await seatAt(hub)
    const exceeded = hasty.closed()
    hasty.raw(pack(Array.from({ length: limits.tabWindowMax + 1 }, (_, index) => [code, index + 1, ...fields])))
    expect((await exceeded).code).toBe(closeCodes.windowExceeded.code)
    await using flooding = await seatAt(hub)
    const flooded = flooding.closed()
    const beats = pack(Array.from({ length: limits.frameMessagesMax }, () => [heartbeat.code, Date.now()]))
    for (let count = 0; count < 3; count++) flooding.raw(beats)
    expect((await flooded).code).toBe(closeCodes.flood.code)
  })

  test('[P76] what a seat may not or cannot send is refused by its number', async () => {
    await using tab = await seatAt(hub)
    const before = await readMetric(hub.url, 'ark_refusals_total', { peer: 'seat' })
    const foreign = tab.send({ account: account('nobody'), peer: customer, text: '您好' })
    const empty = tab.send({ account: bad, peer: customer, text: '' })
    const future = tab.send({ account: bad, peer: customer, text: '您好', retryOf: `${tab.tab}.99` as TaskId })
    const odd = tab.say(code as number, ['not', 'enough'])
    expect(await tab.refused(foreign.sequence)).toMatchObject({ code: 'notServed' })
    expect(await tab.refused(empty.sequence)).toMatchObject({ code: 'badField', field: 'text' })
    expect(await tab.refused(future.sequence)).toMatchObject({ code: 'badField', field: 'retryOf' })
    expect(await tab.refused(odd)).toMatchObject({ code: 'badField' })
    await tab.acked(odd)
    expect(await readMetric(hub.url, 'ark_refusals_total', { peer: 'seat' })).toBe(before + 4)
  })

  test('[P63] [P77] foreign pages, strangers and ended sessions get in nowhere', async () => {
    expect(await upgradeStatus({ cookie: await hub.signIn(), origin: 'https://evil.example' })).toBe(403)
    expect(await upgradeStatus({ cookie: `ark_session=${randomBytes(32).toString('base64url')}` })).toBe(401)
    const { headers } = await httpCall({
      url: `${hub.url}/api/signIn`, method: 'POST', headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ loginName: 'admin', password: hub.password })),
    })
    const cookie = (headers['set-cookie']?.[0] ?? '').split(';')[0] as string
    const ending = await seatAt(hub, { cookie })
    const closed = ending.closed()
    await hub.call('signOut', {}, cookie)
    expect(await closed).toMatchObject({ code: closeCodes.signedOut.code, next: 'never' })
    await ending.stop()
    expect(await upgradeStatus({ cookie })).toBe(401)
  })
})

describe('media', () => {
  const picture = pngOf({ width: 3, height: 3, filler: randomBytes(5_000) })

  test.each([
    { what: 'not what its type says', bytes: Buffer.from('just some text'), status: 415, code: 'wrongMediaType' },
    { what: 'not what its id says', bytes: picture, media: 'a'.repeat(64), status: 422, code: 'wrongHash' },
    { what: 'too large', bytes: picture, total: limits.pictureBytesMax + 1, status: 413, code: 'tooLarge' },
  ])('[P58] [P59] $what: $status, counted', async ({ bytes, media = mediaIdOf(bytes), total, status, code }) => {
    const before = await readMetric(hub.url, 'ark_refusals_total', { code })
    const range = total === undefined ? {} : { 'content-range': `bytes 0-${bytes.length - 1}/${total}` }
    const answer = await httpCall({
      url: `${hub.url}/media/${media}`, method: 'PUT', body: bytes,
      headers: { authorization: bearerOf(phone), 'content-type': 'image/png', ...range },
    })
    expect(answer.status).toBe(status)
    expect(readJson(answer)).toMatchObject({ code })
    expect(await readMetric(hub.url, 'ark_refusals_total', { code })).toBe(before + 1)
  })
})

/** The next close with this code: a phone that is closed may have tried again already. */
function closing(on: SimulatedPhone, code: number): Promise<{ code: number; reason: string }> {
  return new Promise((resolve) => {
    const look = (closed: { code: number; reason: string }): void => {
      if (closed.code !== code) return
      on.off('disconnected', look)
      resolve(closed)
    }
    on.on('disconnected', look)
  })
}

async function enrolWith(token: string): Promise<{ status: number; body: unknown }> {
  return hub.call('enrol', { token, install: newInstallId(), info: {} })
}

function bearerOf({ state }: SimulatedPhone): string {
  return `Bearer ${state.device}.${state.key}`
}

function upgradeStatus(headers: Record<string, string>): Promise<number> {
  const line = new WebSocket(`${hub.url.replace('http', 'ws')}/seat`, { headers })
  line.on('error', () => undefined)
  return new Promise((resolve) => {
    line.on('unexpected-response', (_request, { statusCode = 0 }) => {
      resolve(statusCode)
      line.terminate()
    })
    line.on('open', () => {
      resolve(101)
      line.terminate()
    })
  })
}

function nested(depth: number): unknown {
  return depth === 0 ? 'bottom' : [nested(depth - 1)]
}

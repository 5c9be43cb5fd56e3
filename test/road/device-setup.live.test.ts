import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendsWhole } from '../../bench/fleet/obedience.ts'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { emptyBody } from '../../protocol/bodies.ts'
import type { BulkActionName } from '../../protocol/bulk/index.ts'
import type { MsgSvrId } from '../../protocol/ids.ts'
import type { DeviceSetup, Settings } from '../../protocol/operations/device-setup.ts'
import type { JobRow } from '../../protocol/operations/jobs.ts'
import { type SwitchName, defaultSwitches, switchNames } from '../../protocol/switches.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { account, enrolPhone, friend, phoneWith } from '../support/people.ts'

let hub: TestInstallation
let cookie: string
let phone: SimulatedPhone
const our = account('set-up')

beforeAll(async () => {
  hub = await startHub()
  cookie = await hub.signIn()
  phone = await phoneWith(hub, our)
})

afterAll(async () => {
  await phone.stop()
  await hub[Symbol.asyncDispose]()
})

async function ask<Output>(operation: string, input: object): Promise<Output> {
  const { status, body } = await hub.call(operation, input, cookie)
  expect([status, body]).toEqual([200, expect.anything()])
  return body as Output
}

/** A bulk action over these phones, to its end. */
async function does(action: BulkActionName, input: object, ...phones: SimulatedPhone[]): Promise<JobRow> {
  const selection = { rows: phones.map(({ device }) => device) }
  const { job } = await ask<{ job: string }>('startBulk', { action, selection, input })
  return settled(() => ask<{ job: JobRow }>('getJob', { job }).then((answer) => answer.job),
    ({ state }) => state !== 'waiting' && state !== 'running')
}

/** Asks until it is so: what is asked lies behind the projector. */
async function settled<T>(look: () => Promise<T>, fits: (found: T) => boolean): Promise<T> {
  const untilMs = performance.now() + 20_000
  for (;;) {
    const found = await look()
    if (fits(found)) return found
    if (performance.now() > untilMs) throw new Error(`still ${JSON.stringify(found)}`)
    await sleep(30)
  }
}

/** Its next result of this kind. */
async function performed(which: SimulatedPhone, kind: string): Promise<unknown> {
  for (;;) {
    const [received, outcome] = await once(which, 'executed') as [{ name: string }, unknown]
    if (received.name === kind) return outcome
  }
}

const setupOf = ({ device }: SimulatedPhone) => ask<DeviceSetup>('getDeviceSetup', { device })
async function changeSettings(change: object): Promise<void> {
  const { version } = await ask<Settings>('getSettings', {})
  const applied = performed(phone, 'configure')
  await ask('changeSettings', { version, ...change })
  await applied
}

async function shows(visibleApps: string[]): Promise<void> {
  const { configVersion } = await setupOf(phone)
  const applied = performed(phone, 'configure')
  await ask('setDeviceSetup', { device: phone.device, configVersion, visibleApps })
  await applied
}

const words = '电话13800138000'
const masked = '电话***********'
const ledger = () => ask<{ rows: { command: string; state: string; reason: string; progress: string }[] }>(
  'listRows', { resource: 'commands' },
)

test('[P79] a switch reaches a phone that is there at once, and the hub knows that it was applied', async () => {
  expect((await setupOf(phone)).switches).toEqual(defaultSwitches)
  const applied = performed(phone, 'configure')
  expect(await does('setDevicesSwitch', { switch: 'usb', on: false }, phone)).toMatchObject({ state: 'succeeded' })
  await applied
  expect(phone.state.configuration?.switches).not.toContain('usb')
  const setup = await settled(() => setupOf(phone), (now) => now.configVersion === now.appliedVersion)
  expect(setup).toMatchObject({ configVersion: 1, online: true })
  expect((await ledger()).rows[0]).toMatchObject({ command: 'configure', state: 'succeeded' })
})

test('[P79] a phone that is away gets everything that was set meanwhile, once, when it connects', async () => {
  await phone.stop()
  const before = phone.commands.length
  const { configVersion } = await settled(() => setupOf(phone), ({ online }) => !online)
  await ask('setDeviceSetup', { device: phone.device, configVersion, visibleApps: ['com.tencent.mm'] })
  await does('setDevicesSwitch', { switch: 'camera', on: false }, phone)
  const { version } = await ask<Settings>('getSettings', {})
  await ask('changeSettings', { version, freeMode: true, maskWechat: '[0-9]{11}' })
  const applied = performed(phone, 'configure')
  await phone.connect()
  await applied
  expect(phone.state.configuration).toMatchObject({
    visibleApps: ['com.tencent.mm'], freeMode: true, maskWechat: '[0-9]{11}',
  })
  expect(phone.state.configuration?.switches).not.toContain('camera')
  expect(phone.commands.length - before).toBe(1)
})

test('[PERM-1] [DEV-6] the phone obeys each of the 20 switches at once, and lets all else be', async () => {
  const set = async (switches: readonly SwitchName[]): Promise<SwitchName[]> => {
    const { configVersion } = await setupOf(phone)
    const applied = performed(phone, 'configure')
    await ask('setDeviceSetup', { device: phone.device, configVersion, switches })
    await applied
    return switchNames.filter((name) => !phone.allows(name))
  }
  await changeSettings({ freeMode: false, maskWechat: '' })
  expect(await set(switchNames)).toEqual([])
  expect([phone.shows(words, 'wechat'), phone.shows(words, 'app')]).toEqual([words, words])
  for (const name of switchNames) {
    // WeChat scans with the camera.
    const expected = name === 'camera' ? ['camera', 'wechatScan'] : [name]
    expect(await set(switchNames.filter((one) => one !== name))).toEqual(expected)
    const [inChat, inApp] = [phone.shows(words, 'wechat'), phone.shows(words, 'app')]
    expect([name, inChat, inApp]).toEqual([
      name, name === 'numbersInChats' ? masked : words, name === 'numbersInApps' ? masked : words,
    ])
  }
  expect(await set([])).toEqual(switchNames)
})

test('[SET-1] [SET-2] [SET-3] [SET-4] [DEV-7] the phone obeys what is set for all, and its visible apps', async () => {
  const { configVersion } = await setupOf(phone)
  const whole = () => ['a@chatroom', 'wxid_a'].map((peer) => sendsWhole(phone.state.configuration, peer))
  const applied = performed(phone, 'configure')
  await ask('setDeviceSetup', { device: phone.device, configVersion, switches: switchNames, visibleApps: [] })
  await applied
  expect(whole()).toEqual([true, true])
  expect(phone.desktop).toHaveLength(4)
  await changeSettings({ fullRoomPictures: false, maskWechat: '[0-9]{11}', maskApps: '电话' })
  expect(whole()).toEqual([false, true])
  expect([phone.shows(words, 'wechat'), phone.shows(words, 'app')]).toEqual([masked, '**13800138000'])
  await changeSettings({ fullFriendPictures: false })
  expect(whole()).toEqual([false, false])
  await shows(['com.tencent.mm'])
  expect(phone.desktop).toEqual(['com.tencent.mm'])
  // 自由模式: nothing is held back, and nothing is recorded.
  await changeSettings({ freeMode: true })
  expect(phone.desktop).toHaveLength(4)
  expect(phone.shows(words, 'wechat')).toBe(words)
  expect(switchNames.filter((name) => !phone.allows(name))).toEqual(['callRecording', 'smsBackup'])
})

test('two who change one phone: the later hears of it and loses nothing', async () => {
  const { configVersion } = await setupOf(phone)
  const input = { device: phone.device, configVersion }
  await ask('setDeviceSetup', { ...input, visibleApps: [] })
  const late = await hub.call('setDeviceSetup', { ...input, visibleApps: ['a.b'] }, cookie)
  expect(late).toMatchObject({ status: 409, body: { code: 'conflict', current: { visibleApps: [] } } })
})

test.each([
  ['(?=a)b', 'not a regular expression'], ['[0-9', 'not a regular expression'], ['x*', 'matches the empty text'],
])('a masking pattern that can’t be kept is refused by name: %s', async (maskConsole, reason) => {
  const { version } = await ask<Settings>('getSettings', {})
  const { status, body } = await hub.call('changeSettings', { version, maskConsole }, cookie)
  expect(status).toBe(400)
  expect((body as { faults: object[] }).faults).toEqual([
    { field: 'maskConsole', reason: expect.stringContaining(reason) as string },
  ])
})

test('the manual’s own pattern is taken', async () => {
  const { version } = await ask<Settings>('getSettings', {})
  const maskConsole = String.raw`([0-9]{3}\u202a?[-\s]?[0-9]{3,4}\u202a?[-\s]?[0-9]{0,4})`
  await ask('changeSettings', { version, maskConsole })
})

test('[DEV-10] [DEV-12] [DEV-13] contacts, an update, an app: each phone does it; what fails says why', async () => {
  const contacts = Array.from({ length: 1_200 }, (_none, index) => ({ name: `客户${index}`, number: `1380000${index}` }))
  await does('importDeviceContacts', { clear: true, contacts }, phone)
  await does('updateDevices', {}, phone)
  await does('installDevicesApp', { url: 'https://apps.example.com/a.apk' }, phone)
  await does('installDevicesApp', { url: 'https://apps.example.com/page.html' }, phone)
  const { rows } = await settled(ledger, ({ rows: [newest] }) => newest?.state === 'failed')
  expect(phone.state.addressBook).toEqual(contacts)
  expect([phone.updates, phone.state.installedApps]).toEqual([1, ['https://apps.example.com/a.apk']])
  expect(rows[0]).toMatchObject({ command: 'installApp', reason: 'not an Android package', progress: '' })
  expect(rows.slice(1, 3)).toMatchObject([
    { command: 'installApp', state: 'succeeded', progress: '100 / 100' },
    { command: 'checkUpdate', state: 'succeeded', progress: '100 / 100', reason: 'work phone 1.1' },
  ])
})

test('[DEV-9] [DEV-8] a wiped phone logs out and has no chats; a removed one is asked for nothing', async () => {
  const other = await enrolPhone(hub, { cookie })
  await other.connect()
  phone.oldChats.push({
    account: our, peer: friend('old'), msgSvrId: '7' as MsgSvrId, direction: 'in', sender: null, type: 'text',
    rawType: 1, sentAtMs: Date.now(), text: '旧', media: null, thumbnail: null, body: emptyBody,
  })
  const wiped = performed(phone, 'wipe')
  await does('wipeDevices', {}, phone)
  await wiped
  expect([phone.isLoggedIn(our), phone.oldChats]).toEqual([false, []])
  await does('removeDevices', {}, other)
  expect(await does('wipeDevices', {}, other)).toMatchObject({ failed: 1 })
  await other.stop()
})

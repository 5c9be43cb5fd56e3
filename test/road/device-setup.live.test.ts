import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { BulkActionName } from '../../protocol/bulk/index.ts'
import type { DeviceSetup, Settings } from '../../protocol/operations/device-setup.ts'
import type { JobRow } from '../../protocol/operations/jobs.ts'
import { defaultSwitches } from '../../protocol/switches.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { account, enrolPhone, phoneWith } from '../support/people.ts'

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
const ledger = () => ask<{ rows: { command: string; state: string; reason: string }[] }>(
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

test('contacts, an update and an app: each phone does it and says so; what fails says why', async () => {
  const contacts = Array.from({ length: 1_200 }, (_none, index) => ({ name: `客户${index}`, number: `1380000${index}` }))
  await does('importDeviceContacts', { clear: true, contacts }, phone)
  await does('updateDevices', {}, phone)
  await does('installDevicesApp', { url: 'https://apps.example.com/a.apk' }, phone)
  await does('installDevicesApp', { url: 'https://apps.example.com/page.html' }, phone)
  const { rows } = await settled(ledger, ({ rows: [newest] }) => newest?.state === 'failed')
  expect(phone.state.addressBook).toEqual(contacts)
  expect([phone.updates, phone.state.installedApps]).toEqual([1, ['https://apps.example.com/a.apk']])
  expect(rows[0]).toMatchObject({ command: 'installApp', reason: 'not an Android package' })
})

test('a phone that is wiped logs out; one that was removed is asked for nothing', async () => {
  const other = await enrolPhone(hub, { cookie })
  await other.connect()
  const wiped = performed(phone, 'wipe')
  await does('wipeDevices', {}, phone)
  await wiped
  expect(phone.isLoggedIn(our)).toBe(false)
  await does('removeDevices', {}, other)
  expect(await does('wipeDevices', {}, other)).toMatchObject({ failed: 1 })
  await other.stop()
})

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Delays } from './come-back.ts'
import { imeiOf } from './demo/company.ts'
import { type DemoAccount, newWorld } from './demo/world.ts'
import { type DemoSettings, demoDeviceKey } from './demo/secret.ts'
import { SimulatedPhone } from './phone.ts'
import { type PhoneState, loadPhoneState, newPhoneState, savePhoneState } from './phone-state.ts'
import { performHonestly } from './phone-tasks.ts'
import { type TaskOutcome, failed } from './task-outcome.ts'
import type { Timers } from './timers.ts'

/** One simulated phone of the demo and whom its account knows. */
export interface Member {
  /** From 1, as the phones are labelled. */
  number: number
  account: DemoAccount
  phone: SimulatedPhone
  /** Set by the control: each send fails with it. */
  refusal: { code: string; reason: string } | null
}

export interface FleetOptions {
  hubs: readonly string[]
  settings: DemoSettings
  /** Where the phones' disks are kept over restarts. */
  stateDir: string
  count: number
  timers: Timers
  delays?: Delays
  /** How long a phone needs to do a command, ms. */
  effortMs?: () => number
}

/**
 * Makes the phones and switches them on, a few at a time. Nothing is awaited: they come when the hub is
 * there.
 */
export async function startFleet(options: FleetOptions): Promise<Member[]> {
  await mkdir(options.stateDir, { recursive: true, mode: 0o700 })
  const world = newWorld(options.settings).slice(0, options.count)
  const members = await Promise.all(world.map((account) => newMember(account, options)))
  for (const [index, { phone }] of members.entries()) {
    options.timers.after(index * startEveryMs, () => void phone.connect().catch(() => undefined))
  }
  return members
}

/**
 * Their disks as they are now; a phone that isn't saved in time starts a new install, which the hub
 * understands.
 */
export async function saveFleet(members: readonly Member[], stateDir: string): Promise<void> {
  for (const { phone, number } of members) {
    const path = statePath(stateDir, number)
    await writeFile(`${path}.new`, savePhoneState(phone.state), { mode: 0o600 })
    await rename(`${path}.new`, path)
  }
}

export async function stopFleet(members: readonly Member[], stateDir: string): Promise<void> {
  await Promise.all(members.map(({ phone }) => phone.stop()))
  await saveFleet(members, stateDir)
}

async function newMember(account: DemoAccount, options: FleetOptions): Promise<Member> {
  const number = account.index + 1
  const state = await readState(account, options)
  const phone: SimulatedPhone = new SimulatedPhone({
    hubs: options.hubs, state, delays: options.delays,
    perform: (received) => perform(member, received, options),
    info: {
      brand: account.brand, model: account.model, imei: imeiOf(account.index), os: 'Android 14',
      client: 'simulated 1.0',
    },
  })
  const member: Member = { number, account, phone, refusal: null }
  phone.contacts.set(account.account, { friends: account.friends, chatrooms: account.chatrooms })
  if (!phone.isLoggedIn(account.account)) phone.logIn(account.profile)
  return member
}

async function readState(
  { device, index }: DemoAccount, { stateDir, settings }: FleetOptions,
): Promise<PhoneState> {
  const key = demoDeviceKey(settings.secret, device)
  const bytes = await readFile(statePath(stateDir, index + 1)).catch(() => null)
  const known = bytes === null ? null : loadPhoneState(bytes)
  // A disk of an earlier demo in the same folder belongs to another phone.
  return known === null || known.device !== device ? newPhoneState({ device, key }) : { ...known, key }
}

async function perform(
  member: Member, received: Parameters<typeof performHonestly>[0], { timers, effortMs }: FleetOptions,
): Promise<TaskOutcome> {
  if (effortMs !== undefined) await timers.pause(effortMs())
  const { refusal, phone } = member
  const isSend = received.command?.kind === 'sendMessage'
  if (refusal !== null && isSend) return failed(refusal.code, refusal.reason)
  return performHonestly(received, phone)
}

function statePath(stateDir: string, number: number): string {
  return join(stateDir, `${String(number).padStart(2, '0')}.state`)
}

/** Twenty phones are there within a second and a half, without a crowd at the door. */
const startEveryMs = 70

import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { newShell, type Shell } from '../../actors/shell.ts'
import { Accounts } from '../../hub/accounts.ts'
import { Directory } from '../../hub/directory/directory.ts'
import type { JournalEntry } from '../../hub/journal/journal-entry.ts'
import type { Telemetry } from '../../hub/telemetry/telemetry.ts'
import type { AccountId, DeviceId, RunId } from '../../protocol/ids.ts'

const ours = 'r1' as RunId
const [phones, accountIds] = [['d1', 'd2'] as DeviceId[], ['a1', 'a2', 'a3'] as AccountId[]]

let shell: Shell
afterEach(() => shell.stop())

function newHub() {
  shell = newShell()
  const directory = new Directory({
    rows: { position: 0, devices: [], users: [], accounts: [], assigned: [], modes: [],
      maskConsole: null, quiet: { types: [], words: [] }, words: [], sessions: [] }, refresh: () => undefined,
  })
  const accounts = new Accounts({ run: ours, shell, directory, telemetry: {} as Telemetry })
  let position = 0
  const happen = (event: { kind: string; account?: AccountId }): number => {
    const known = { ...event, source: 'source' in event ? event.source : 'h/r1' }
    const at = {
      position: ++position, journalMs: 0, event: known, known, kind: event.kind, account: event.account ?? null,
    }
    directory.apply(at as unknown as Parameters<Directory['apply']>[0])
    accounts.onEvent({ ...at, peer: null, outgoing: false } as unknown as JournalEntry)
    return position
  }
  return { directory, accounts, happen }
}

const online = (account: AccountId, on: DeviceId) => ({ kind: 'accountOnline', source: `p/${on}/i`, account })
const connected = (device: DeviceId, run: string) => ({ kind: 'deviceConnected', device, run })

test('an account has its actor where its phone is, though it said that it is online to another hub', () => {
  const { accounts, happen } = newHub()
  happen(connected('d1' as DeviceId, 'r2'))
  happen(online('a1' as AccountId, 'd1' as DeviceId))
  expect(accounts.size).toBe(0)
  happen(connected('d1' as DeviceId, ours))
  expect([accounts.size, shell.size]).toEqual([1, 1])
})

test('whatever the order of events: one actor for each account that is logged in on a phone of this hub', () => {
  const [device, account] = [fc.constantFrom(...phones), fc.constantFrom(...accountIds)]
  const step = fc.oneof(
    fc.record({ kind: fc.constant('deviceConnected'), device, run: fc.constantFrom('r1', 'r2') }),
    // Of the newest connection, or of one before it.
    fc.record({ kind: fc.constant('deviceDisconnected'), device, age: fc.nat(1) }),
    fc.record({ kind: fc.constantFrom('accountOnline', 'accountOffline'), on: device, account }),
  )
  fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    const { directory, accounts, happen } = newHub()
    const epochs = new Map<DeviceId, number[]>(phones.map((one) => [one, []]))
    for (const one of steps) {
      if ('run' in one) epochs.get(one.device)?.push(happen(one))
      else if ('age' in one) happen({ ...one, connection: epochs.get(one.device)?.at(-1 - one.age) ?? 0 } as never)
      else happen({ kind: one.kind, source: `p/${one.on}/i`, account: one.account } as never)
      const here = accountIds.filter((id) => {
        return directory.onlineOf(id) && directory.presenceOf(directory.deviceOf(id) as DeviceId).run === ours
      })
      expect([accounts.size, shell.size]).toEqual([here.length, here.length])
    }
    shell.stop()
  }))
})

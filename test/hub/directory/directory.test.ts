import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HubEvent } from '../../../protocol/events/index.ts'
import type { AccountId, DepartmentId, DeviceId, PeerId, UserId } from '../../../protocol/ids.ts'
import { Directory } from '../../../hub/directory/directory.ts'
import type { DirectoryChange } from '../../../hub/directory/entries.ts'
import type { DirectoryRows } from '../../../storage/queries/directory-rows.ts'

const [d1, d2, a1, a2, u1, u2] = ['d1', 'd2', 'a1', 'a2', 'u1', 'u2'] as unknown as
  [DeviceId, DeviceId, AccountId, AccountId, UserId, UserId]

const [f1, f2, f3] = ['f1', 'f2', 'f3'] as PeerId[] as [PeerId, PeerId, PeerId]

const user = (id: UserId, disabled = false) => ({
  id, login_name: id, real_name: id, permissions: [], disabled, department: '公司', department_id: '1' as DepartmentId,
  department_path: ['1' as DepartmentId],
})
const device = (id: DeviceId, keeper: UserId, revoked = false) => ({
  id, key_hash: new Uint8Array(32), keeper, revoked, online: false, run: '', epoch: 0,
  shows_aliases: true, shows_numbers: true,
})

function newDirectory(rows: Partial<DirectoryRows> = {}) {
  const refreshed: string[] = []
  const changes: DirectoryChange[] = []
  const directory = new Directory({
    rows: {
      position: 100, devices: [device(d1, u1), device(d2, u2)], users: [user(u1), user(u2)], accounts: [],
      assigned: [], modes: [], maskConsole: null, quiet: { types: [], words: [] }, words: [], sessions: [], ...rows,
    },
    refresh: (area, key) => refreshed.push(`${area} ${key}`),
  })
  directory.onChanged((change) => changes.push(change))
  let position = directory.position
  const assign = (peers: PeerId[], seat: UserId | null) => {
    const event = { kind: 'peersAssigned', account: a1, peers, seat } as HubEvent
    return directory.apply({ position: position += 1, journalMs: 0, event })
  }
  const happen = (event: object, at = position += 1): number => {
    directory.apply({ position: at, journalMs: 0, event: event as HubEvent })
    return at
  }
  return { directory, happen, assign, refreshed, changes }
}

const said = (kind: string) => (account: AccountId, on: DeviceId) => ({ kind, source: `p/${on}/i`, account })
const [online, offline] = [said('accountOnline'), said('accountOffline')]
const connected = (id: DeviceId, run: string) => ({ kind: 'deviceConnected', device: id, run })

test('a seat is here and replies by itself to nobody, until one of its tabs says otherwise', () => {
  const { directory, happen } = newDirectory({ modes: [{ user: u2, away: true, autoReply: false }] })
  expect([directory.modeOf(u1), directory.modeOf(u2)]).toEqual([
    { away: false, autoReply: false }, { away: true, autoReply: false },
  ])
  happen({ kind: 'seatModeChanged', source: `t/${u2}/tab`, away: false, autoReply: true })
  expect([directory.modeOf(u1), directory.modeOf(u2)]).toEqual([
    { away: false, autoReply: false }, { away: false, autoReply: true },
  ])
})

describe('accounts and phones', () => {
  test('an account belongs to the phone that last said it, and to its keeper', () => {
    const { directory, happen } = newDirectory()
    happen(online(a1, d1))
    expect([directory.deviceOf(a1), directory.keeperOf(a1), directory.accountsOf(d1)]).toEqual([d1, u1, [a1]])
    happen(online(a1, d2))
    expect(directory.accountsOf(d1)).toEqual([])
    expect([directory.serves(u1, a1, f1), directory.serves(u2, a1, f1)]).toEqual([false, true])
  })

  test('an account is online while it is logged in and its phone is connected', () => {
    const { directory, happen } = newDirectory()
    happen(online(a1, d1))
    expect(directory.onlineOf(a1)).toBe(false)
    const epoch = happen(connected(d1, 'r1'))
    expect([directory.onlineOf(a1), directory.presenceOf(d1)]).toEqual([true, { online: true, run: 'r1', epoch }])
    happen(offline(a1, d1))
    expect(directory.onlineOf(a1)).toBe(false)
  })

  test('a phone that an account has left can’t log it out', () => {
    const { directory, happen } = newDirectory()
    happen(connected(d2, 'r1'))
    happen(online(a1, d1))
    happen(online(a1, d2))
    happen(offline(a1, d1))
    expect(directory.onlineOf(a1)).toBe(true)
  })

  test('only the end of the newest connection counts', () => {
    const { directory, happen } = newDirectory()
    const first = happen(connected(d1, 'r1'))
    const second = happen(connected(d1, 'r2'))
    happen({ kind: 'deviceDisconnected', device: d1, connection: first })
    expect(directory.presenceOf(d1).online).toBe(true)
    happen({ kind: 'deviceDisconnected', device: d1, connection: second })
    expect(directory.presenceOf(d1).online).toBe(false)
  })

  test.each(['hubStopped', 'hubLost'])('%s takes the phones of that run offline, no others', (kind) => {
    const { directory, happen } = newDirectory()
    happen(connected(d1, 'r1'))
    happen(connected(d2, 'r2'))
    happen({ kind, run: 'r1' })
    expect([directory.presenceOf(d1).online, directory.presenceOf(d2).online]).toEqual([false, true])
  })

  test('a phone that was enrolled elsewhere a moment ago is read, and its presence is kept', () => {
    const { directory, happen, refreshed } = newDirectory()
    const d3 = 'd3' as DeviceId
    happen(connected(d3, 'r1'))
    expect(refreshed).toEqual(['device d3'])
    directory.setDevice(device(d3, u1))
    happen(online(a2, d3))
    expect([directory.onlineOf(a2), directory.keeperOf(a2)]).toEqual([true, u1])
  })
})

describe('changes', () => {
  test('a change of configuration is read again, also one that is older than what was loaded', () => {
    const { happen, refreshed } = newDirectory()
    happen({ kind: 'configChanged', area: 'user', key: 'u1' }, 50)
    happen({ kind: 'configChanged', area: 'session', key: 'ab' })
    expect(refreshed).toEqual(['user u1', 'session ab'])
  })

  test('a revoked phone, a disabled user and an ended session are told once', () => {
    const { directory, changes } = newDirectory()
    directory.rememberSession({ hash: 'h', user: u1, expiresAtMs: 10 })
    for (const _ of [1, 2]) {
      directory.setDevice(device(d1, u1, true))
      directory.endSession('h')
      directory.setUser(user(u1, true))
    }
    expect(changes.map(({ kind }) => kind)).toEqual(['deviceRevoked', 'sessionEnded', 'userDisabled'])
  })

  test('a phone that changes its keeper takes its accounts along', () => {
    const { directory, happen } = newDirectory()
    happen(online(a1, d1))
    directory.setDevice(device(d1, u2))
    expect([directory.serves(u1, a1, f1), directory.serves(u2, a1, f1)]).toEqual([false, true])
  })
})

describe('assigned conversations', () => {
  const u3 = 'u3' as UserId

  test('are their seat’s wherever the account is; the others are the keeper’s', () => {
    const { directory, happen, assign } = newDirectory({ assigned: [{ account: a1, seat: u2, peers: 'f1 f2' }] })
    happen(online(a1, d1))
    expect([f1, f2, f3].map((peer) => directory.seatOf(a1, peer))).toEqual([u2, u2, u1])
    expect(directory.serves(u1, a1, f1)).toBe(false)
    expect(assign([f3], u3)).toEqual([u1])
    expect([...directory.usersOf(a1)].toSorted()).toEqual([u1, u2, u3])
    happen(online(a1, d2))
    expect([f1, f2, f3].map((peer) => directory.seatOf(a1, peer))).toEqual([u2, u2, u3])
    expect([...directory.usersOf(a1)].toSorted()).toEqual([u2, u3])
    expect([...directory.usersOfDevice(d1)]).toEqual([u1])
  })

  test('who loses some of them is named, once; given back, they are the keeper’s again', () => {
    const { directory, happen, assign } = newDirectory()
    happen(online(a1, d1))
    expect(assign([f1, f2], u2)).toEqual([u1])
    expect(assign([f1, f2, f3], u3)).toEqual([u2, u1])
    expect([directory.worksWith(u2, d1), directory.worksWith(u3, d1), directory.worksWith(u1, d1)])
      .toEqual([false, true, true])
    expect(assign([f1, f2, f3], null)).toEqual([u3])
    expect([directory.seatOf(a1, f1), directory.worksWith(u3, d1)]).toEqual([u1, false])
  })

  test('that were loaded already are not assigned again', () => {
    const { directory, happen } = newDirectory({ assigned: [{ account: a1, seat: u2, peers: 'f1' }] })
    happen({ kind: 'peersAssigned', account: a1, peers: [f1], seat: u3 }, 90)
    expect(directory.seatOf(a1, f1)).toBe(u2)
  })
})

describe('sessions', () => {
  test('those that live are known from the start, until they end', () => {
    const rows = ['b', 'a'].map((hash) => ({ hash, app_user: u1, expires_at: new Date(1_000) }))
    const { directory } = newDirectory({ sessions: rows })
    expect(directory.session('a', 999)).toEqual({ hash: 'a', user: u1, expiresAtMs: 1_000 })
    directory.endSession('a')
    expect([directory.session('a', 999), directory.session('b', 999)?.hash]).toEqual([undefined, 'b'])
  })

  test('are known until they expire, end, or their user is disabled', () => {
    const { directory } = newDirectory()
    const session = { hash: 'h', user: u1, expiresAtMs: 1_000 }
    directory.rememberSession(session)
    expect(directory.session('h', 999)).toEqual(session)
    expect([directory.session('h', 1_000), directory.session('x', 0)]).toEqual([undefined, undefined])
    directory.setUser(user(u1, true))
    expect(directory.session('h', 0)).toBeUndefined()
  })

  test('that ended aren’t brought back by a look-up that began before', () => {
    const { directory } = newDirectory()
    directory.endSession('h')
    directory.rememberSession({ hash: 'h', user: u1, expiresAtMs: 1_000 })
    expect(directory.session('h', 0)).toBeUndefined()
  })

  test('of a user end but for the kept ones', () => {
    const { directory } = newDirectory()
    for (const hash of ['a', 'b', 'c']) directory.rememberSession({ hash, user: u1, expiresAtMs: 1_000 })
    directory.rememberSession({ hash: 'd', user: u2, expiresAtMs: 1_000 })
    directory.endSessionsOf(u1, new Set(['b']))
    const known = ['a', 'b', 'c', 'd'].filter((hash) => directory.session(hash, 0) !== undefined)
    expect(known).toEqual(['b', 'd'])
  })
})

const anyDevice = fc.constantFrom(d1, d2)
const anyEvent = fc.oneof(
  fc.record({ kind: fc.constant('accountOnline'), device: anyDevice, account: fc.constantFrom(a1, a2) }),
  fc.record({ kind: fc.constant('accountOffline'), device: anyDevice, account: fc.constantFrom(a1, a2) }),
  fc.record({ kind: fc.constant('deviceConnected'), device: anyDevice, run: fc.constantFrom('r1', 'r2') }),
  fc.record({ kind: fc.constant('hubStopped'), run: fc.constantFrom('r1', 'r2') }),
).map((event) => ({ ...event, source: 'device' in event ? `p/${event.device}/i` : 'o', reason: '', profile: {} }))

test('repeats and what was loaded already change nothing', () => {
  fc.assert(fc.property(fc.array(anyEvent), fc.array(fc.nat(20)), (events, repeats) => {
    const [once, again] = [newDirectory(), newDirectory()]
    for (const [index, event] of events.entries()) {
      once.happen(event, 101 + index)
      again.happen(event, 101 + index)
      for (const back of repeats) {
        const earlier = Math.max(0, index - back)
        again.happen(events[earlier] as object, 101 + earlier)
      }
    }
    for (const id of [d1, d2]) {
      expect(again.directory.presenceOf(id)).toEqual(once.directory.presenceOf(id))
      expect(again.directory.accountsOf(id)).toEqual(once.directory.accountsOf(id))
    }
    for (const id of [a1, a2]) expect(again.directory.onlineOf(id)).toBe(once.directory.onlineOf(id))
  }))
})

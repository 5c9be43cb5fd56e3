import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Directory } from '../../../hub/directory/directory.ts'
import { CatchUp } from '../../../hub/feed/catch-up.ts'
import { Ring } from '../../../hub/feed/ring.ts'
import { JournalEntry } from '../../../hub/journal/journal-entry.ts'
import { hubLimits } from '../../../hub/limits.ts'
import { peersAssigned } from '../../../protocol/events/outbox.ts'
import { hubStopped } from '../../../protocol/events/hub.ts'
import type { HubEvent } from '../../../protocol/events/index.ts'
import { type DeviceId, type RunId, type UserId, hubSource, outboxSource } from '../../../protocol/ids.ts'
import { collectGarbage } from '../../support/collect-garbage.ts'
import { aDevice, aPeer, anAccount, connected, said } from '../../support/events.ts'

const [u1, u2] = ['u1', 'u2'] as UserId[] as [UserId, UserId]
const other = 'd2' as DeviceId
const run = 'h1' as RunId
const device = (id: DeviceId, keeper: UserId) => ({
  id, key_hash: new Uint8Array(32), keeper, revoked: false, online: false, run: '', epoch: 0,
  shows_aliases: true, shows_numbers: true,
})

/** Events at positions 1, 2, 3, … above a floor of 0, of 1,000 bytes each. */
function ground(events: HubEvent[]) {
  const ring = new Ring(0)
  const directory = new Directory({
    rows: {
      position: 0, users: [], sessions: [], assigned: [], modes: [], maskConsole: null,
      quiet: { types: [], words: [] }, words: [],
      devices: [device(aDevice, u1), device(other, u2)],
      accounts: [{ id: anAccount, device: aDevice, logged_in: true }],
    },
    refresh: () => undefined,
  })
  let position = 0
  const push = (event: HubEvent, formerSeats: readonly UserId[] = []): void => {
    const entry = JournalEntry.of(event, { payload: { bytes: new Uint8Array(1_000) }, from: 0, to: 1_000 })
    entry.position = ++position
    entry.formerSeats = formerSeats
    ring.push(entry)
  }
  for (const event of events) push(event)
  const missed = new CatchUp({ ring, directory })
  const step = (user: UserId, after: number) => {
    const found = missed.step({ user, after })
    return found === null ? null : { ...found, events: found.events.map((one) => one.position) }
  }
  return { directory, push, step, ring, tick: (nowMs: number) => missed.tick(nowMs) }
}

const ended = hubStopped.of({ source: hubSource(run), sequence: 9, epoch: 0, atMs: 0 }, { run }) as HubEvent

test('each hears what concerns it and what concerns everybody, in order, once', () => {
  const { push, step } = ground([said(1), connected(run, 2, other), ended, said(2)])
  expect(step(u1, 0)).toEqual({ events: [1, 3, 4], upTo: 4, more: false })
  expect(step(u2, 0)).toEqual({ events: [2, 3], upTo: 4, more: false })
  push(said(3))
  expect(step(u1, 4)).toEqual({ events: [5], upTo: 5, more: false })
  expect(step(u2, 5)).toEqual({ events: [], upTo: 5, more: false })
})

test('much comes in steps that follow one another', () => {
  const { step } = ground(Array.from({ length: 500 }, (_, index) => said(index + 1)))
  const told: number[] = []
  for (let after = 0, more = true; more;) {
    const next = step(u1, after)
    if (next === null) throw new Error('below the floor')
    expect(next.events.length * 1_000).toBeLessThanOrEqual(hubLimits.catchUpBytesMax + 1_000)
    told.push(...next.events)
    after = next.upTo
    more = next.more
  }
  expect(told).toEqual(Array.from({ length: 500 }, (_, index) => index + 1))
})

test('who serves an account now is told what came before', () => {
  const { directory, step } = ground([said(1)])
  expect([step(u1, 0)?.events, step(u2, 0)?.events]).toEqual([[1], []])
  directory.setDevice(device(aDevice, u2))
  expect([step(u1, 0)?.events, step(u2, 0)?.events]).toEqual([[], [1]])
})

test('who has a conversation now is told what came before; who had it hears that it is gone, and no more', () => {
  const { directory, push, step } = ground([said(1)])
  const assign = peersAssigned.of({ source: outboxSource, sequence: 1, epoch: 0, atMs: 0 }, {
    account: anAccount, peers: [aPeer], seat: u2, seatName: '二号', by: null, byName: null, reason: 'rules', notice: true,
    note: null,
  }) as HubEvent
  push(assign, directory.apply({ position: 2, journalMs: 0, event: assign }))
  push(said(2))
  expect(step(u2, 0)?.events).toEqual([1, 2, 3])
  expect(step(u1, 0)?.events).toEqual([2])
})

test('what has left the ring can’t be told, and is not kept', () => {
  const { step, push, ring } = ground([said(1)])
  expect(step(u1, 0)?.events).toEqual([1])
  for (let count = 0; count < hubLimits.ringEventsMax; count++) push(said(2))
  expect(ring.floor).toBeGreaterThan(0)
  expect(step(u1, ring.floor - 1)).toBeNull()
  expect(step(u1, ring.floor)?.events[0]).toBe(ring.floor + 1)
})

test('once nobody asks any more, it keeps nothing that leaves the ring', async () => {
  const { step, push, ring, tick } = ground([said(1), said(2)])
  const oldest = new WeakRef(ring.above(0)[0] as JournalEntry)
  expect(step(u1, 0)?.events).toEqual([1, 2])
  // Fewer than make it begin anew by itself.
  for (let count = 1; ring.floor === 0; count++) push(said(2 + count))
  const isGone = async (): Promise<boolean> => {
    await turn()
    collectGarbage()
    return oldest.deref() === undefined
  }
  tick(1_000)
  tick(1_000 + hubLimits.catchUpIdleMs - 1)
  expect(await isGone()).toBe(false)
  tick(1_000 + hubLimits.catchUpIdleMs)
  expect(await isGone()).toBe(true)
  expect(step(u1, ring.last - 1)?.events).toEqual([ring.last])
})

import { expect, test } from 'vitest'
import { Directory } from '../../../hub/directory/directory.ts'
import { CatchUp } from '../../../hub/feed/catch-up.ts'
import { Ring } from '../../../hub/feed/ring.ts'
import { JournalEntry } from '../../../hub/journal/journal-entry.ts'
import { hubLimits } from '../../../hub/limits.ts'
import { hubStopped } from '../../../protocol/events/hub.ts'
import type { HubEvent } from '../../../protocol/events/index.ts'
import { type DeviceId, type RunId, type UserId, hubSource } from '../../../protocol/ids.ts'
import { aDevice, anAccount, connected, said } from '../../support/events.ts'

const [u1, u2] = ['u1', 'u2'] as UserId[] as [UserId, UserId]
const other = 'd2' as DeviceId
const run = 'h1' as RunId
const device = (id: DeviceId, keeper: UserId) => ({
  id, key_hash: new Uint8Array(32), keeper, revoked: false, online: false, run: '', epoch: 0,
})

/** Events at positions 1, 2, 3, … above a floor of 0, of 1,000 bytes each. */
function ground(events: HubEvent[]) {
  const ring = new Ring(0)
  const directory = new Directory({
    rows: {
      position: 0, users: [], sessions: [], devices: [device(aDevice, u1), device(other, u2)],
      accounts: [{ id: anAccount, device: aDevice, logged_in: true }],
    },
    refresh: () => undefined,
  })
  let position = 0
  const push = (event: HubEvent): void => {
    const entry = JournalEntry.of(event, { payload: { bytes: new Uint8Array(1_000) }, from: 0, to: 1_000 })
    entry.position = ++position
    ring.push(entry)
  }
  for (const event of events) push(event)
  const missed = new CatchUp({ ring, directory })
  const step = (user: UserId, after: number) => {
    const found = missed.step({ user, after })
    return found === null ? null : { ...found, events: found.events.map((one) => one.position) }
  }
  return { directory, push, step, ring }
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

test('what has left the ring can’t be told, and is not kept', () => {
  const { step, push, ring } = ground([said(1)])
  expect(step(u1, 0)?.events).toEqual([1])
  for (let count = 0; count < hubLimits.ringEventsMax; count++) push(said(2))
  expect(ring.floor).toBeGreaterThan(0)
  expect(step(u1, ring.floor - 1)).toBeNull()
  expect(step(u1, ring.floor)?.events[0]).toBe(ring.floor + 1)
})

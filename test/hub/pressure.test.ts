import { expect, test } from 'vitest'
import { Lag } from '../../hub/lag.ts'
import { type Pressure, acksWait, windowOf } from '../../hub/pressure.ts'
import { positionOf } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'

const calm: Pressure = { journalFill: 0.1, lagEvents: 0, lagEventsSlow: 1_000 }

test('phones slow down before the journal is full or storage far behind, and never to nothing', () => {
  expect(windowOf(calm)).toBe(limits.uplinkWindowMax)
  const slower = windowOf({ ...calm, journalFill: 0.9 })
  expect(slower).toBeLessThan(limits.uplinkWindowMax)
  expect(windowOf({ ...calm, journalFill: 0.95 })).toBeLessThan(slower)
  expect(windowOf({ ...calm, lagEvents: 1_000 })).toBe(limits.uplinkWindowMax)
  expect(windowOf({ ...calm, lagEvents: 2_500 })).toBe(limits.uplinkWindowMax / 2)
  expect(windowOf({ ...calm, journalFill: 1, lagEvents: 10_000_000 })).toBe(limits.uplinkWindowMin)
})

test('acks wait for storage only where the window can shrink no further', () => {
  expect(acksWait(calm)).toBe(false)
  expect(acksWait({ ...calm, lagEvents: 3_900 })).toBe(false)
  expect(acksWait({ ...calm, lagEvents: 4_000 })).toBe(true)
  expect(acksWait({ ...calm, journalFill: 0.97 })).toBe(true)
})

test('under a load that never ends, storage falls behind to one place and stays there', () => {
  const phones = 1_000
  const storedPerTick = 100
  const lag = new Lag({ position: 0, journalMs: 0 })
  const pressure: Pressure = { journalFill: 0, lagEventsSlow: 20_000, get lagEvents() { return lag.events } }
  const seen: number[] = []
  let said = 0
  let unacked = 0
  // One tick is 10 ms: everybody sends what the window allows, storage takes as much as it can.
  for (let tick = 1; tick <= 20_000; tick++) {
    const sent = Math.max(0, phones * windowOf(pressure) - unacked)
    const taken = Math.min(sent, 1_000)
    said += taken
    unacked += taken
    lag.onRecord({ position: said, events: taken, journalMs: tick * 10 })
    if (tick % 20 === 0) lag.onStored(Math.min(said, tick * storedPerTick))
    if (!acksWait(pressure)) unacked = 0
    if (tick > 10_000) seen.push(said - Math.min(said, tick * storedPerTick))
  }
  expect(Math.min(...seen)).toBeGreaterThan(60_000)
  expect(Math.max(...seen)).toBeLessThan(80_000 + phones * limits.uplinkWindowMin + 5_000)
})

test('the lag counts events and time between the feed and storage', () => {
  const lag = new Lag({ position: positionOf(7, 3), journalMs: 1_000 })
  expect([lag.events, lag.records, lag.ms]).toEqual([0, 0, 0])
  for (let record = 8; record < 108; record++) {
    lag.onRecord({ position: positionOf(record, 499), events: 500, journalMs: 1_000 + record * 10 })
  }
  expect([lag.events, lag.records, lag.ms]).toEqual([50_000, 100, 1_070])
  lag.onStored(positionOf(57, 499))
  expect([lag.events, lag.records, lag.ms]).toEqual([25_000, 50, 500])
  // Between two marks it is rather too much than too little.
  lag.onStored(positionOf(58, 499))
  expect(lag.events).toBe(25_000)
  lag.onStored(positionOf(107, 499))
  expect([lag.events, lag.records, lag.ms]).toEqual([0, 0, 0])
})

test('a lag of hours keeps few marks and the right sum', () => {
  const lag = new Lag({ position: 0, journalMs: 0 })
  for (let record = 1; record <= 100_000; record++) {
    lag.onRecord({ position: positionOf(record, 0), events: 2, journalMs: record * 1_000 })
  }
  lag.onStored(positionOf(50_000, 0))
  expect(lag.events).toBeGreaterThanOrEqual(100_000)
  expect(lag.events).toBeLessThan(101_000)
  lag.onStored(positionOf(100_000, 0))
  expect(lag.events).toBe(0)
})

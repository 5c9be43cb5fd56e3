import { expect, test } from 'vitest'
import { keyOf, layoutOf, planFaults } from './plan.ts'

const options = { seconds: 60, phones: 12, seats: 4 }

test('a seed has one plan', () => {
  expect(planFaults({ ...options, seed: 7 })).toEqual(planFaults({ ...options, seed: 7 }))
  expect(planFaults({ ...options, seed: 7 })).not.toEqual(planFaults({ ...options, seed: 8 }))
})

test('over some seeds everything goes wrong that can, within the time', () => {
  const plans = Array.from({ length: 40 }, (_, seed) => planFaults({ ...options, seed }))
  const kinds = new Set(plans.flat().map(({ fault }) => fault.kind))
  expect([...kinds].toSorted()).toEqual([
    'clockJump', 'cut', 'drain', 'dropPhone', 'dropSeat', 'fillDisk', 'freeze', 'kill', 'overtake', 'restartPhone',
    'restorePhone', 'slow', 'stall', 'swallow',
  ])
  const killed = plans.flat().flatMap(({ fault }) => fault.kind === 'kill' ? [fault.what] : [])
  expect([...new Set(killed)].toSorted()).toEqual([
    'database', 'hub0', 'hub1', 'hub2', 'leader', 'nats0', 'nats1', 'nats2', 'projector',
  ])
  expect(Math.max(...plans.flat().map(({ atMs }) => atMs))).toBeLessThan(options.seconds * 1_000)
  expect(Math.min(...plans.map((plan) => plan.length))).toBeGreaterThan(20)
})

test('one thing is broken one way at a time', () => {
  for (let seed = 0; seed < 40; seed++) {
    const until = new Map<string, number>()
    for (const { atMs, fault } of planFaults({ ...options, seed })) {
      const key = keyOf(fault)
      expect(until.get(key) ?? 0, `seed ${seed}: ${key}`).toBeLessThanOrEqual(atMs)
      until.set(key, atMs + fault.forMs)
    }
  }
})

test('every third seed has three hubs on a cluster of three, and breaks nothing that is not there', () => {
  expect([1, 2, 3].map(layoutOf)).toEqual([
    { hubs: 2, servers: 1 }, { hubs: 2, servers: 1 }, { hubs: 3, servers: 3 },
  ])
  const small = [1, 2, 4, 5, 7, 8].flatMap((seed) => planFaults({ ...options, seed }))
  expect(small.filter(({ fault }) => /hub2|nats[12]/.test(String(fault.what)))).toEqual([])
})

import { expect, test } from 'vitest'
import { readConfig } from '../../hub/config.ts'
import { windowOf } from '../../hub/pressure.ts'
import { limits } from '../../protocol/limits.ts'

test('an empty environment gives the documented defaults', () => {
  const read = readConfig({})
  expect(read.ok && read.config).toMatchObject({ port: 8080, natsUrl: null, databaseUrl: null, journalReplicas: 1 })
})

test('every wrong value is named at once, with what it must be, and secrets are not shown', () => {
  const read = readConfig({
    HUB_PORT: '99999', DATABASE_URL: 'mysql://root:geheim@db', HUB_LOG: 'loud', HUB_ORIGINS: 'console',
    HUB_HTTPS: 'yes',
  })
  expect(read.ok).toBe(false)
  const faults = read.ok ? [] : read.faults
  const named = faults.map((fault) => fault.split(':')[0])
  expect(named).toHaveLength(5)
  expect(new Set(named)).toEqual(new Set(['DATABASE_URL', 'HUB_LOG', 'HUB_HTTPS', 'HUB_ORIGINS', 'HUB_PORT']))
  expect(faults.join()).not.toContain('geheim')
  expect(faults.find((fault) => fault.startsWith('HUB_PORT'))).toContain('65535')
})

test('phones slow down before the journal is full or storage far behind, and never to nothing', () => {
  expect(windowOf({ journalFill: 0.1, lagEvents: 0 })).toBe(limits.uplinkWindowMax)
  const slower = windowOf({ journalFill: 0.9, lagEvents: 0 })
  expect(slower).toBeLessThan(limits.uplinkWindowMax)
  expect(windowOf({ journalFill: 0.95, lagEvents: 0 })).toBeLessThan(slower)
  expect(windowOf({ journalFill: 0.2, lagEvents: 300_000 })).toBeLessThan(limits.uplinkWindowMax)
  expect(windowOf({ journalFill: 1, lagEvents: 10_000_000 })).toBe(limits.uplinkWindowMin)
})

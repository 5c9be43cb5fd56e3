import { expect, test } from 'vitest'
import { readConfig } from '../../hub/config.ts'

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

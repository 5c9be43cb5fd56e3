import { expect, test } from 'vitest'
import type { DeviceId } from '../../../protocol/ids.ts'
import { Directory } from '../../../hub/directory/directory.ts'
import { Refresher } from '../../../hub/directory/refresher.ts'
import type { Pool } from '../../../storage/pool.ts'

const away = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })

/** A database that fails as often as told, then answers each look-up of a device. */
function start({ failures }: { failures: number }) {
  const asked: string[] = []
  const bugs: unknown[] = []
  let left = failures
  const query = (_statement: unknown, [key]: string[]) => {
    asked.push(key as string)
    left -= 1
    if (left >= 0) return Promise.reject(away)
    const presence = { online: false, run: '', epoch: 0 }
    const row = { id: key, key_hash: new Uint8Array(32), keeper: 'u1', revoked: false, ...presence }
    return Promise.resolve({ rows: [row], rowCount: 1 })
  }
  const refresher = new Refresher({ pool: { query } as unknown as Pool, onBug: (error) => bugs.push(error) })
  const rows = { position: 0, devices: [], users: [], accounts: [], assigned: [], modes: [], maskConsole: null,
    quiet: { types: [], words: [] }, words: [], sessions: [] }
  const directory = new Directory({ rows, refresh: refresher.refresh })
  refresher.begin(directory)
  return { refresher, directory, asked, bugs }
}

test('rows that changed while the database was away are read when it is back', async () => {
  const { refresher, directory, asked, bugs } = start({ failures: 2 })
  for (const key of ['d1', 'd2', 'd1']) refresher.refresh('device', key)
  const known = () => ['d1', 'd2'].filter((id) => directory.device(id as DeviceId) !== undefined)
  await expect.poll(known).toEqual(['d1', 'd2'])
  expect(asked.length).toBeLessThanOrEqual(5)
  expect(bugs).toEqual([])
  await refresher.stop()
})

test('a change during its own read is read again', async () => {
  const { refresher, asked } = start({ failures: 0 })
  refresher.refresh('device', 'd1')
  refresher.refresh('device', 'd1')
  await expect.poll(() => asked.length).toBe(2)
  await refresher.stop()
})

test('a stop while the database is away leaves nothing running', async () => {
  const { refresher, asked } = start({ failures: 1_000 })
  refresher.refresh('device', 'd1')
  await expect.poll(() => asked.length).toBeGreaterThan(0)
  await refresher.stop()
  const before = asked.length
  refresher.refresh('device', 'd2')
  expect(asked.length).toBe(before)
})

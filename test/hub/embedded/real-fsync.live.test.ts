import type fs from 'node:fs'
import { fdatasyncSync, fsyncSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { openEngine } from '../../../hub/embedded/embedded-engine.ts'
import { testFolder } from '../../support/servers.ts'

// PGlite itself does neither, and another version of it could slip out of the hook without a sound.
vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof fs>()
  return { ...original, fdatasyncSync: vi.fn(original.fdatasyncSync), fsyncSync: vi.fn(original.fsyncSync) }
})

test('each commit is forced to the disk once, a checkpoint forces the tables', async () => {
  const folder = await testFolder()
  const engine = await openEngine(folder)
  await engine.exec('create table kept (id int)')
  vi.mocked(fdatasyncSync).mockClear()
  for (let id = 0; id < 20; id += 1) await engine.query('insert into kept values ($1)', [id])
  expect(vi.mocked(fdatasyncSync)).toHaveBeenCalledTimes(20)
  await engine.exec('checkpoint')
  expect(vi.mocked(fsyncSync).mock.calls.length).toBeGreaterThan(0)
  await engine.close()
  await rm(folder, { recursive: true })
})

import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findNatsServer } from '../../../hub/embedded/find-nats-server.ts'

let folder = ''
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'ark-find-')) })
afterAll(() => rm(folder, { recursive: true }))

test('NATS_SERVER comes first', async () => {
  const binary = await pretend({ place: 'named', version: '2.11.4' })
  await pretend({ place: 'path', version: '2.10.0' })
  const env = { NATS_SERVER: binary, PATH: join(folder, 'path') }
  expect(await find(env)).toEqual({ found: true, binary, version: '2.11.4' })
})

test('a wrong NATS_SERVER is named and nothing else is tried', async () => {
  await pretend({ place: 'path', version: '2.10.0' })
  const found = await find({ NATS_SERVER: '/no/such/program', PATH: join(folder, 'path') })
  expect(found).toMatchObject({ found: false, code: 'natsServerMissing' })
  expect(found).toHaveProperty('message', expect.stringContaining('/no/such/program is not a nats-server'))
})

test('one that is too old is passed over for a newer one in the cache', async () => {
  await pretend({ place: 'old', version: '2.9.10' })
  const binary = await pretend({ place: 'cache', version: '2.10.27' })
  expect(await find({ PATH: join(folder, 'old') })).toEqual({ found: true, binary, version: '2.10.27' })
})

test('when there is none, the message says how to get one and what was too old', async () => {
  await rm(join(folder, 'cache'), { recursive: true, force: true })
  const old = await pretend({ place: 'old', version: '2.9.10' })
  const found = await find({ PATH: join(folder, 'old') })
  if (found.found) throw new Error('it found one')
  expect(found.message).toContain('2.10 or newer is needed')
  expect(found.message).toContain('brew install nats-server')
  expect(found.message).toContain('NATS_URL')
  expect(found.message).toContain(`${old} is 2.9.10`)
})

function find(env: NodeJS.ProcessEnv) {
  return findNatsServer({ cacheDir: join(folder, 'cache'), env, otherFolders: [], progress: () => undefined })
}

/** A script that only knows its version; on this PATH there is no `cat` and no apt-get either. */
async function pretend({ place, version }: { place: string, version: string }): Promise<string> {
  const binary = join(folder, place, 'nats-server')
  await mkdir(join(folder, place), { recursive: true })
  await writeFile(binary, `#!/bin/sh\necho "nats-server: v${version}"\n`)
  await chmod(binary, 0o755)
  return binary
}

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PeerRow } from '../../bench/peers-report.ts'
import { repositoryRoot } from '../../storage/repository-root.ts'

let out: string
beforeEach(async () => { out = await mkdtemp(join(tmpdir(), 'ark-peers-')) })
afterEach(() => rm(out, { recursive: true, force: true }))

const run = promisify(execFile)
const program = join(repositoryRoot(), 'dist/bench/run-peers.js')

test('one short round of two relays and NATS: no message is lost, everything is written', async () => {
  const { stdout } = await run(process.execPath, [
    program, '--peers', 'raw,socket.io,nats', '--rounds', '1', '--seconds', '0.5', '--phones', '20', '--seats', '2',
    '--per-frame', '1', '--idle-phones', '0', '--out', out,
  ])
  expect(stdout).toContain('NATS JetStream')
  const { rows } = JSON.parse(await readFile(join(out, 'peers.json'), 'utf8')) as { rows: PeerRow[] }
  expect(rows.map(({ peer, keeps }) => [peer, keeps])).toEqual([
    ['raw uWebSockets.js relay', 'stores nothing'], ['Socket.IO', 'stores nothing'],
    ['NATS JetStream', 'stored, fsync every 2 min'],
  ])
  for (const row of rows) {
    expect(row.messagesPerSecond).toBeGreaterThan(0)
    expect(row.details.faults).toEqual([])
  }
  expect(await readFile(join(out, 'peers.md'), 'utf8')).toContain('no acks, no storage')
  expect(await readFile(join(out, 'bench-peers.svg'), 'utf8')).toContain('stores nothing')
})

test('wrong options are named', async () => {
  const failed = await run(process.execPath, [program, '--peers', 'hub,carrier-pigeon', '--seconds', '0'])
    .catch((error: unknown) => error as { code: number; stderr: string })
  expect(failed).toMatchObject({ code: 2 })
  expect(failed.stderr).toContain('no peer "carrier-pigeon"')
  expect(failed.stderr).toContain('--seconds must be a number from 0.1')
})

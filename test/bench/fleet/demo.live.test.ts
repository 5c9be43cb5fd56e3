import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../../../bench/fleet/demo/company.ts'
import { httpCall, readJson } from '../../../bench/fleet/http-call.ts'
import { type AccountId, type PeerId, isChatroom } from '../../../protocol/ids.ts'
import { repositoryRoot } from '../../../storage/repository-root.ts'
import { expectLiveIsFresh } from '../../road/support.ts'
import { signIn } from '../../support/hub.ts'
import { TestSeat } from '../../support/seat.ts'
import {
  type TestDatabase, type TestNats, freePort, startTestDatabase, startTestNats, testFolder,
} from '../../support/servers.ts'

interface Described { phone: number; connected: boolean; acked: number; keeper: string; lastClosed?: string }

let nats: TestNats
let database: TestDatabase
let dataDir = ''
let port = 0
let demo: ChildProcess | null = null
const lines: string[] = []

beforeAll(async () => {
  [nats, database, dataDir, port] = await Promise.all(
    [startTestNats(), startTestDatabase(), testFolder(), freePort()],
  )
  await startDemo()
})

afterAll(async () => {
  await stopDemo()
  await Promise.all([nats[Symbol.asyncDispose](), database[Symbol.asyncDispose]()])
  await rm(dataDir, { recursive: true, force: true })
})

test('all phones come, and an agent finds conversations, a customer’s answer, and a live view', async () => {
  await allConnected()
  await using seat = await seatOf('lina')
  expect(seat.view.conversations.size).toBeGreaterThan(50)
  const { account, peer } = talks(seat)[0] as Place
  const before = seat.view.thread({ account, peer }).at(-1)?.position ?? 0
  const { task } = seat.send({ account, peer, text: '您好，刚才的问题可以优惠，方便发张照片吗？' })
  await seat.sees((message) => message.task === task && message.state === 'sent')
  await seat.sees((message) => {
    return message.peer === peer && message.position > before && message.direction === 'in'
  }, 60_000)
  await expectLiveIsFresh(seat)
})

test('a phone that misbehaves is closed by name, another one is refused sends by name', async () => {
  await tell('phones/20/misbehave', { how: 'malformed' })
  await expect.poll(
    async () => (await phones())[19]?.lastClosed, { timeout: 10_000 },
  ).toContain('malformed-frame')
  const ours = (await phones()).find(({ keeper }) => keeper === 'lina') as Described
  await tell(`phones/${ours.phone}/refuse`, { how: 'tooFrequent' })
  await using seat = await seatOf('lina')
  const online = await seat.api.call('listAccounts', {})
  // One of each account: one of them is on the phone that refuses.
  const tasks = online.rows.map(({ account }) => {
    const { peer } = talks(seat).find((one) => one.account === account) as Place
    return seat.send({ account, peer, text: '在吗' }).task
  })
  const refused = await seat.sees(({ task, state }) => tasks.includes(task as never) && state === 'failed')
  expect(refused).toMatchObject({ faultCode: 'tooFrequent', faultReason: '操作过于频繁，请稍后再试' })
})

test('it stops with all it started, and a second start finds everything', async () => {
  const acked = (await phones())[0]?.acked ?? 0
  expect(await stopDemo()).toBe(0)
  lines.length = 0
  await startDemo()
  expect(lines.some((line) => line.includes('inventing'))).toBe(false)
  await allConnected()
  // The disk was kept: the numbers go on.
  expect((await phones())[0]?.acked).toBeGreaterThanOrEqual(acked)
})

interface Place { account: AccountId; peer: PeerId }

/** Not of chatrooms, newest first. */
function talks(seat: TestSeat): Place[] {
  return seat.view.rows().conversations.filter(({ peer }) => !isChatroom(peer))
    .toSorted((a, b) => b.lastPosition - a.lastPosition)
}

async function startDemo(): Promise<void> {
  const child = spawn(process.execPath, [
    '--enable-source-maps', join(repositoryRoot(), 'dist/bench/demo.js'), '--demo',
  ], {
    env: {
      ...process.env, NATS_URL: nats.url, DATABASE_URL: database.url, HUB_PORT: String(port),
      HUB_HOST: '127.0.0.1',
      HUB_DATA: dataDir, HUB_DRAIN_SECONDS: '0', HUB_JOURNAL_MB: '512',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  demo = child
  const output = [child.stdout, child.stderr].map(
    (stream) => createInterface({ input: stream as NodeJS.ReadableStream }),
  )
  await new Promise<void>((resolve, reject) => {
    for (const one of output) {
      one.on('line', (line) => {
        lines.push(line)
        if (line.includes('/help')) resolve()
      })
    }
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}:\n${lines.join('\n')}`)))
  })
}

async function stopDemo(): Promise<number | null> {
  const child = demo
  if (child === null || child.exitCode !== null) return null
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
  return child.exitCode
}

async function allConnected(): Promise<void> {
  await expect.poll(
    async () => (await phones()).filter(({ connected }) => connected).length, { timeout: 20_000 },
  ).toBe(20)
}

async function phones(): Promise<Described[]> {
  return await tell('phones') as Described[]
}

async function tell(path: string, body: object = {}): Promise<unknown> {
  const address = /(http:\S+)\/help/.exec(lines.find((line) => line.includes('/help')) ?? '')?.[1]
  return readJson(
    await httpCall({ url: `${address}/${path}`, method: 'POST', body: Buffer.from(JSON.stringify(body)) }),
  )
}

async function seatOf(loginName: string): Promise<TestSeat> {
  const url = `http://127.0.0.1:${port}`
  const seat = new TestSeat({ hubs: [url], cookie: await signIn(url, { loginName, password: demoPassword }) })
  await seat.connect()
  await seat.settled(60_000)
  return seat
}

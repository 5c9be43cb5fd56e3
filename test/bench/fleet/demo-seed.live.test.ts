import { access, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserId } from '../../../protocol/ids.ts'
import { messageParts } from '../../../protocol/message-part.ts'
import { seedDemo } from '../../../bench/fleet/demo-seed.ts'
import { foldHistory } from '../../../bench/fleet/demo/fold-history.ts'
import { newHistory } from '../../../bench/fleet/demo/history.ts'
import { newMediaPool } from '../../../bench/fleet/demo/media-pool.ts'
import { demoDeviceKey, readDemoSettings } from '../../../bench/fleet/demo/secret.ts'
import { newWorld } from '../../../bench/fleet/demo/world.ts'
import { hashOf } from '../../../hub/sessions/secret.ts'
import { type Pool, newPool } from '../../../storage/pool.ts'
import { readStoredConversations } from '../../../storage/writers/conversations.ts'
import { type TestDatabase, startTestDatabase, testFolder } from '../../support/servers.ts'

let database: TestDatabase
let pool: Pool
let dataDir = ''
const seed = 7
const nowMs = Date.UTC(2026, 4, 20, 8)
const seedIt = () => seedDemo(pool, { nowMs, seed, dataDir, mediaDir: join(dataDir, 'media') })

beforeAll(async () => {
  database = await startTestDatabase()
  pool = newPool({ url: database.url, onError: () => undefined })
  dataDir = await testFolder()
  expect(await seedIt()).toBe('seeded')
})

afterAll(async () => {
  await pool.end()
  await database[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

test('a company of the promised size', async () => {
  const counts = await Promise.all(
    ['device', 'account', 'friend', 'chatroom', 'app_user', 'department'].map(rowsOf),
  )
  expect(counts).toEqual([20, 20, 2_000, 30, 9, 10])
  expect(await rowsOf('message')).toBeGreaterThan(30_000)
  expect(await rowsOf('message')).toBeLessThan(50_000)
  const admins = await pool.query<{ n: number }>(`select count(*) as n from device where keeper = 'u1'`)
  expect(admins.rows[0]?.n).toBe(8)
})

test('quick replies and materials are what a hub would take', async () => {
  const { rows } = await pool.query<{ parts: unknown }>('select parts from quick_reply')
  expect(rows.length).toBeGreaterThan(15)
  expect(rows.flatMap(({ parts }) => messageParts().check(parts) ?? [])).toEqual([])
  expect(await rowsOf('material')).toBe(8)
  expect([await rowsOf('conversation_pin'), await rowsOf('draft')]).toEqual([18, 18])
})

test('conversations are the fold of the history, row by row', async () => {
  const media = newMediaPool(seed)
  const world = newWorld({ seed, nowMs, avatars: media.avatars })
  const { rows } = await pool.query<{ id: UserId; login_name: string }>('select id, login_name from app_user')
  const users = new Map(rows.map(({ id, login_name }) => [login_name, id]))
  const history = newHistory({
    world, pool: media, seed, nowMs, userOf: (keeper) => users.get(keeper) as UserId,
  })
  const { conversations, messages } = foldHistory(history)
  expect(await rowsOf('conversation')).toBe(conversations.length)
  expect(await rowsOf('message')).toBe(messages.length)
  for (let start = 0; start < conversations.length; start += 500) {
    const some = conversations.slice(start, start + 500)
    const stored = await readStoredConversations(pool, some)
    expect(new Map(stored.map((one) => [one.lastPosition, one]))).toEqual(
      new Map(some.map((one) => [one.lastPosition, one])),
    )
  }
})

test('who was answered after how long, and what was sensitive, is stored as from the road', async () => {
  const { rows } = await pool.query(`
    select (select count(*) from response where app_user is not null and ms > 0) as answered,
      (select count(distinct via) from response) as ways,
      (select count(distinct kind) from sensitive_operation where app_user is not null) as kinds,
      (select count(*) from sensitive_word w join sensitive_word_rule r using (folded, effect)) as words`)
  expect(Number(rows[0]?.answered)).toBeGreaterThan(1_000)
  expect(rows[0]).toMatchObject({ ways: 2, words: 9 })
  expect(Number(rows[0]?.kinds)).toBeGreaterThan(3)
})

test('conversations agree with the messages that lie in the table', async () => {
  const { rows } = await pool.query(`
    with newest as (
      select distinct on (account, peer) account, peer, position, type, direction, at from message
      order by account, peer, position desc)
    select count(*) filter (where c.last_position is distinct from n.position or c.last_type <> n.type
      or c.last_direction <> n.direction or c.last_ms <> round(extract(epoch from n.at) * 1000)) as wrong,
      count(*) filter (where c.waiting_since_ms is not null and n.direction = 'out' and n.type <> 'pat')
        as answered,
      count(*) filter (where c.unread > 0) as unread
    from conversation c full join newest n using (account, peer)`)
  expect(rows[0]).toMatchObject({ wrong: 0, answered: 0 })
  expect(Number(rows[0]?.unread)).toBeGreaterThan(20)
})

test('positions lie below the first of every journal, in order of time; nothing is left open', async () => {
  const { rows } = await pool.query(`
    select max(position) as highest, count(distinct position) as positions, count(*) as messages,
      (select count(*) from (select at < lag(at) over (order by position) as back from message) t where back)
        as backwards,
      (select count(*) from message where state = 'sending') as sending,
      (select count(*) from command where state = 'open') as open,
      (select count(*) from message where msg_svr_id is not null) as named,
      (select count(*) from message_identity) as identities from message`)
  const row = rows[0] as Record<string, number>
  expect(row.highest).toBeLessThan(65_536)
  expect(row.positions).toBe(row.messages)
  expect(row.identities).toBe(row.named)
  expect([row.backwards, row.sending, row.open]).toEqual([0, 0, 0])
})

test('every medium of a message or profile is stored, as a file with the right name', async () => {
  const { rows } = await pool.query<{ id: string; bytes: number }>(`
    select distinct m.id, m.bytes from (
      select media as id from message where media is not null
      union select thumbnail from message where thumbnail is not null
      union select profile ->> 'avatar' from friend where profile ->> 'avatar' <> ''
      union select avatar from account) used
    left join media m on m.id = used.id`)
  expect(rows.length).toBeGreaterThan(300)
  for (const { id, bytes } of rows) {
    const file = await readFile(join(dataDir, 'media', id.slice(0, 2), id))
    expect([hashOf(file as unknown as string).toString('hex'), file.length]).toEqual([id, bytes])
  }
})

test('a second call changes nothing', async () => {
  const before = await rowsOf('message')
  expect(await seedIt()).toBe('was there')
  expect(await rowsOf('message')).toBe(before)
})

test('the secret is for its owner only, opens every phone, and a lost one is replaced', async () => {
  expect((await stat(join(dataDir, 'demo.json'))).mode & 0o777).toBe(0o600)
  const first = await keysFit()
  await rm(join(dataDir, 'demo.json'))
  expect(await seedIt()).toBe('was there')
  await access(join(dataDir, 'demo.json'))
  expect(await keysFit()).not.toBe(first)
})

async function keysFit(): Promise<string> {
  const settings = await readDemoSettings(dataDir)
  if (settings === null) throw new Error('no demo.json')
  const { rows } = await pool.query<{ id: string; key_hash: Buffer }>('select id, key_hash from device')
  for (const { device } of newWorld(settings)) {
    const stored = rows.find(({ id }) => id === device)?.key_hash.toString('hex')
    expect(stored).toBe(hashOf(demoDeviceKey(settings.secret, device)).toString('hex'))
  }
  return settings.secret
}

async function rowsOf(table: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`select count(*) as n from ${table}`)
  return rows[0]?.n ?? 0
}

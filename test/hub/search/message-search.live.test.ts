import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSearchIndexer } from '../../../hub/search/search-indexer.ts'
import { foldedText } from '../../../protocol/folded-text.ts'
import type { Permission } from '../../../protocol/permissions.ts'
import { newPool, statement } from '../../../storage/pool.ts'
import { indexMessages } from '../../../storage/writers/message-search.ts'
import { addDepartments, addPerson } from '../support/admin-company.ts'
import { type HttpHub, startHttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let boss: { cookie: string }
let manager: { cookie: string }
let position = 0
const texts: string[] = []
const startMs = Date.UTC(2026, 2, 1)

beforeAll(async () => {
  hub = await startHttpHub()
  const { top, sales, east, service } = await addDepartments(hub)
  boss = { cookie: await addPerson(hub, { id: 'boss', department: top, permissions: ['admin'] }) }
  const permissions: Permission[] = ['chats', 'departmentScope']
  manager = { cookie: await addPerson(hub, { id: 'manager', department: sales, permissions }) }
  await addPerson(hub, { id: 'seller', department: east })
  await addPerson(hub, { id: 'server', department: service })
  await hub.pool.query(`insert into device (id, key_hash, keeper, info) values
    ('d-east', '', 'seller', '{}'), ('d-service', '', 'server', '{}')`)
  await hub.pool.query(`insert into account (id, device, logged_in, nickname, changed_at) values
    ('wx-east', 'd-east', true, '华东', 1), ('wx-service', 'd-service', true, '客服', 1)`)
  await hub.pool.query(`insert into friend (account, peer, nickname, remark, profile, changed_at) values
    ('wx-east', 'anna', '安娜', '', '{}', 1), ('wx-service', 'carl', '卡尔', '', '{}', 1)`)
  await hub.pool.query(`insert into chatroom (account, peer, name, changed_at)
    values ('wx-east', 'r1@chatroom', '团购群', 1)`)
})
afterAll(() => hub[Symbol.asyncDispose]())

const insert = statement('test_search_message', `
  insert into message (at, position, account, peer, direction, sender, type, text, body, sent_ms, state, changed_at)
  values ($1, $2::int8, $3, $4, $5, $6, 'text', $7, '', 0, 'received', $2::int8)`)

/** As the projector stores it. A minute later than the one before; `ageMs` puts it back among the old. */
async function store(text: string, options: {
  account?: string; peer?: string; direction?: 'in' | 'out'; ageMs?: number
} = {}): Promise<void> {
  const { account = 'wx-east', peer = 'anna', direction = 'in', ageMs = 0 } = options
  position += 1
  texts[position] = text
  const at = new Date(startMs + position * 60_000 - ageMs)
  await hub.pool.query(insert, [at, position, account, peer, direction, null, text])
  await hub.pool.query('update projector set position = $1', [position])
}

const index = (rowsMax = 1_000) => hub.pool.transaction((inside) => indexMessages(inside, { rowsMax }))

interface ListAnswer { status: number; body: { rows: { id: string }[]; next: string | null } }

async function found(filters: object, by = boss, rowsMax = 3): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null = null; ;) {
    const answer: ListAnswer = await hub.call('listRows', { resource: 'messages', filters, after, rows: rowsMax }, by)
    expect([answer.status, answer.body]).toEqual([200, expect.anything()])
    ids.push(...answer.body.rows.map(({ id }) => id))
    after = answer.body.next
    if (after === null) return ids
  }
}

describe('[SRCH-1] chat search', () => {
  test('finds what contains the words, newest first, page by page, as a look at each text would', async () => {
    const unit = fc.constantFrom('你', '好', '发', '货', '一', 'a', 'B', 'ｂ', '1', ' ', '😀', '%', '_', 'ς')
    const said = fc.sample(fc.string({ unit, maxLength: 12 }), { numRuns: 120, seed: 7 })
    for (const [at, text] of said.entries()) await store(text, { ageMs: [0, 1, 20, 200][at % 4]! * 86_400_000 })
    while (await index(50) !== 0) { /* in small steps */ }
    const { rows } = await hub.pool.query<{ position: number }>(
      'select position from message order by at desc, position desc',
    )
    const inOrder = rows.map((row) => row.position)
    await fc.assert(fc.asyncProperty(fc.string({ unit, minLength: 1, maxLength: 4 }), async (words) => {
      const wanted = foldedText(words.trim())
      fc.pre(wanted !== '')
      const naive = texts.flatMap((text, at) => foldedText(text).includes(wanted) ? [at] : [])
      const ids = await found({ search: words }, boss, 6)
      expect(ids.map(Number)).toEqual(inOrder.filter((one) => naive.includes(one)))
    }), { numRuns: 40, seed: 11 })
    expect((await found({})).map(Number)).toEqual(inOrder)
  }, 60_000)

  test('by account, thread, kind, direction and time', async () => {
    const before = position
    await store('群里说的暗号', { peer: 'r1@chatroom' })
    await store('暗号 对安娜', { direction: 'out' })
    await store('暗号 在客服', { account: 'wx-service', peer: 'carl' })
    await index()
    const [room, out, service] = [before + 1, before + 2, before + 3].map(String)
    expect(await found({ search: '暗号' })).toEqual([service, out, room])
    expect(await found({ search: '暗号', account: ['wx-service'] })).toEqual([service])
    expect(await found({ search: '暗号', thread: ['wx-east r1@chatroom'] })).toEqual([room])
    expect(await found({ search: '暗号', kind: ['room'] })).toEqual([room])
    expect(await found({ search: '暗号', kind: ['friend'], direction: ['out'] })).toEqual([out])
    expect(await found({ search: '暗号', sent: { to: startMs + (before + 1) * 60_000 } })).toEqual([room])
    const { body } = await hub.call('readRows', { resource: 'messages', ids: [room] }, boss)
    expect(body.rows).toMatchObject([{ peer: '团购群', kind: 'room', account: '华东', text: '群里说的暗号' }])
  })

  test('a user sees the messages of accounts in their scope; without the right none', async () => {
    expect(await found({ search: '暗号' }, manager)).toHaveLength(2)
    expect(await found({ thread: ['wx-service carl'] }, manager)).toEqual([])
    const { body } = await hub.call('listOptions', { options: 'peers', search: '' }, manager)
    expect(body.options.map(({ title }) => title).toSorted()).toEqual(['团购群', '安娜'])
  })
})

test('[SRCH-1] slow or empty Chinese search: words of nearly all messages are found as those of few', async () => {
  const many = 6_000
  await hub.pool.query(`insert into message (at, position, account, peer, direction, type, text, body, sent_ms, state,
      changed_at) select to_timestamp(($1::int8 + 30 * n) * 60), $2::int8 + n, 'wx-east', 'anna', 'in', 'text',
      '常见的话' || n, '', 0, 'received', 0 from generate_series(1, $3::int8) n`, [startMs / 60_000, position, many])
  position += many
  await hub.pool.query('update projector set position = $1', [position])
  while (await index() !== 0) { /* all of them */ }
  for (const statistics of ['', 'analyze message_search']) {
    if (statistics !== '') await hub.pool.query(statistics)
    const { body } = await hub.call('countRows', { resource: 'messages', filters: { search: '常见' } }, boss)
    expect(body).toMatchObject({ count: many })
    const page = await hub.call('listRows', { resource: 'messages', filters: { search: '常见' }, rows: 2 }, boss)
    expect(page.body.rows.map(({ id }) => Number(id))).toEqual([position, position - 1])
    expect(await found({ search: `话${many}` })).toEqual([String(position)])
    // Over 125 days, and more of each span of time than one look takes.
    const ones = Array.from({ length: many }, (_none, at) => many - at).filter((number) => `${number}`.startsWith('1'))
    const ids = ones.map((number) => `${position - many + number}`)
    expect(await found({ search: '话1' }, boss, 200)).toEqual(ids)
  }
})

const ownPool = () => newPool({ url: hub.database.url, max: 1, onError: () => undefined })

describe('the index', () => {
  test('is filled behind the projector, once for each message, by one hub at a time', async () => {
    for (let count = 0; count < 700; count++) await store(`补记${count}`)
    const bugs: unknown[] = []
    const start = () => startSearchIndexer({ pool: ownPool(), isBusy: () => false, onBug: (bug) => bugs.push(bug) })
    const [one, two] = [start(), start()]
    await expect.poll(() => found({ search: '补记699' }), { timeout: 15_000 }).toHaveLength(1)
    await Promise.all([one.stop(), two.stop()])
    const { rows } = await hub.pool.query(`select count(*) as count from message_search
      where position > $1`, [position - 700])
    expect([rows, bugs]).toEqual([[{ count: 700 }], []])
    await store('投影器还没存完')
    await hub.pool.query('update projector set position = $1', [position - 1])
    expect(await index()).toBe(0)
  })

  test('waits while the projector is behind', async () => {
    await hub.pool.query('update projector set position = $1', [position])
    let asked = 0
    const isBusy = () => {
      asked += 1
      return true
    }
    const busy = startSearchIndexer({ pool: ownPool(), onBug: () => undefined, isBusy })
    await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(0)
    await busy.stop()
    expect(await found({ search: '投影器' })).toEqual([])
    await index()
    expect(await found({ search: '投影器' })).toHaveLength(1)
  })
})

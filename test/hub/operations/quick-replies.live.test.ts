import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { partLimits } from '../../../protocol/message-part.ts'
import type { Permission } from '../../../protocol/permissions.ts'
import { type Departments, addDepartments, addPerson } from '../support/admin-company.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { HttpHub } from '../support/http-hub.ts'
import { pngOf } from '../support/pictures.ts'
import { uploadAs, wavOf } from '../support/upload.ts'

interface Who { cookie: string }

let hub: HttpHub
let departments: Departments
let boss: Who
let manager: Who
let seller: Who
let server: Who

beforeAll(async () => {
  hub = await startHttpHub()
  departments = await addDepartments(hub)
  const { top, sales, east, service } = departments
  const person = async (id: string, department: string, permissions: Permission[]) => {
    return { cookie: await addPerson(hub, { id, department, permissions }) }
  }
  boss = await person('boss', top, ['admin'])
  manager = await person('manager', sales, [
    'quickReplies', 'subordinateReplies', 'materials', 'departmentScope', 'chat',
  ])
  seller = await person('seller', east, ['chat'])
  server = await person('server', service, ['chat'])
})
afterAll(async () => {
  expect(hub.bugs).toEqual([])
  await hub[Symbol.asyncDispose]()
})

async function newGroup(by: Who, name: string, more: object = { scope: 'public' }): Promise<string> {
  const { body } = await hub.call('createLibraryGroup', { kind: 'reply', name, ...more }, by)
  expect(body.code).toBeUndefined()
  return body.group
}

async function newReply(by: Who, group: string, title: string, parts: object[] = [text('您好')]): Promise<string> {
  const { body } = await hub.call('createQuickReply', { group, title, parts }, by)
  expect(body.code).toBeUndefined()
  return body.reply
}

const text = (words: string) => ({ type: 'text', text: words })
const sendable = async (by: Who) => (await hub.call('listQuickReplies', {}, by)).body
const titlesFor = async (by: Who) => (await sendable(by)).replies.map(({ title }) => title)
const list = async (by: Who, resource: string, filters: object = {}) => {
  return (await hub.call('listRows', { resource, filters }, by)).body.rows
}

describe('[QR-1] quick replies', () => {
  test('are personal, a department’s or public: each seat has its own, public ones and those from above', async () => {
    await newReply(seller, await newGroup(seller, '我的', { scope: 'personal' }), '个人话术')
    await newReply(boss, await newGroup(boss, '公司'), '公共话术')
    const { sales: department, service } = departments
    await newReply(manager, await newGroup(manager, '销售', { scope: 'department', department }), '销售话术')
    await newReply(boss, await newGroup(boss, '客服', { scope: 'department', department: service }), '客服话术')
    expect(await titlesFor(seller)).toEqual(['个人话术', '公共话术', '销售话术'])
    expect(await titlesFor(server)).toEqual(['公共话术', '客服话术'])
    const { groups, shelves } = await sendable(seller)
    expect(groups.map(({ name, scope, members, managed }) => [name, scope, members, managed])).toEqual([
      ['我的', 'personal', 1, true], ['销售', 'department', 1, false], ['公司', 'public', 1, false],
    ])
    expect(shelves.toSorted()).toEqual(
      ['public', 'u/seller', ...[departments.top, department, departments.east].map((id) => `d/${id}`)].toSorted(),
    )
  })

  test('are kept by who has the right for their shelf, and by nobody else', async () => {
    const { east, service } = departments
    const make = async (by: Who, more: object) => {
      const { status, body } = await hub.call('createLibraryGroup', { kind: 'reply', name: '试', ...more }, by)
      return body.code ?? status
    }
    expect(await make(seller, { scope: 'public' })).toBe('noRight')
    expect(await make(seller, { scope: 'department', department: east })).toBe('noRight')
    expect(await make(manager, { scope: 'department', department: service })).toBe('badInput')
    expect(await make(manager, { scope: 'department' })).toBe('badInput')
    expect(await make(manager, { scope: 'personal', kind: 'material' })).toBe('badInput')
    const [ours] = (await sendable(seller)).groups.filter(({ scope }) => scope === 'public')
    const { body } = await hub.call('createQuickReply', { group: ours?.group, title: 'x', parts: [text('x')] }, seller)
    expect(body.code).toBe('notFound')
    const mine = (await sendable(seller)).groups[0]?.group ?? ''
    const foreign = await hub.call('createQuickReply', { group: mine, title: 'x', parts: [text('x')] }, boss)
    expect(foreign.body.code).toBe('notFound')
    // A group of replies is none of accounts.
    expect((await hub.call('deleteContactGroup', { group: mine, version: 1 }, boss)).body.code).toBe('notFound')
  })

  test('groups are renamed, ordered on their shelf, and deleted only when they are empty', async () => {
    const personal = { scope: 'personal' }
    const [a, b] = [await newGroup(server, '甲', personal), await newGroup(server, '乙', personal)]
    const names = async () => {
      return (await sendable(server)).groups.filter(({ scope }) => scope === 'personal').map(({ name }) => name)
    }
    const rename = async (name: string) => {
      return (await hub.call('changeLibraryGroup', { group: a, version: 1, name }, server)).body
    }
    await hub.call('moveLibraryGroup', { group: b, direction: 'up' }, server)
    expect(await names()).toEqual(['乙', '甲'])
    await hub.call('moveLibraryGroup', { group: b, direction: 'up' }, server)
    expect((await rename('乙')).code).toBe('nameTaken')
    expect(await rename('丙')).toEqual({ version: 2 })
    const reply = await newReply(server, a, '占位')
    const refused = await hub.call('deleteLibraryGroup', { group: a, version: 2 }, server)
    expect([refused.status, refused.body.code]).toEqual([409, 'inUse'])
    await hub.call('deleteQuickReply', { reply, version: 1 }, server)
    expect((await hub.call('deleteLibraryGroup', { group: a, version: 2 }, server)).status).toBe(200)
    expect(await names()).toEqual(['乙'])
  })

  test('are changed, moved within their group and into another; who sends them hears of it', async () => {
    const [from, to] = [await newGroup(manager, '从'), await newGroup(manager, '到', { scope: 'personal' })]
    const [one, two] = [await newReply(manager, from, '一'), await newReply(manager, from, '二')]
    const inGroup = async (group: string) => {
      return (await list(manager, 'quickReplies', { group: [group] })).map(({ title }) => title)
    }
    await hub.call('moveQuickReply', { reply: two, direction: 'up' }, manager)
    expect(await inGroup(from)).toEqual(['二', '一'])
    hub.outbox.length = 0
    const change = { reply: one, version: 1, title: '壹', group: to, parts: [text('第一条'), text('第二条')] }
    expect((await hub.call('changeQuickReply', change, manager)).body).toEqual({ version: 2 })
    expect(hub.outbox.map(({ value }) => `${String(value['area'])} ${String(value['key'])}`)).toEqual([
      'reply public', 'reply u/manager',
    ])
    expect((await hub.call('changeQuickReply', { ...change, title: '旧' }, manager)).body.code).toBe('conflict')
    expect([await inGroup(from), await inGroup(to)]).toEqual([['二'], ['壹']])
    expect(await list(manager, 'quickReplies', { search: '第二条' })).toMatchObject([
      { title: '壹', types: ['文字'] },
    ])
  })
})

describe('[QR-2] [QR-3] media of replies', () => {
  async function faultOf(type: string, mime: string, content: Buffer): Promise<string> {
    const media = await uploadAs(hub, { cookie: manager.cookie, mime, content })
    const group = (await sendable(manager)).groups[0]?.group
    const parts = [text('看'), { type, media, text: '文件.bin' }]
    const { body } = await hub.call('createQuickReply', { group, title: type, parts }, manager)
    return body.faults?.[0]?.reason ?? ''
  }
  const mp4 = (bytes: number) => Buffer.concat([Buffer.from('\0\0\0\x18ftypisom'), Buffer.alloc(bytes)])

  test('are looked at by the hub: what WeChat would refuse is refused with the reason', async () => {
    expect(await faultOf('voice', 'audio/wav', wavOf({ seconds: 61 }))).toBe('entry 1: a voice over 60 seconds')
    expect(await faultOf('voice', 'audio/mpeg', Buffer.from(`ID3${'x'.repeat(40)}`)))
      .toBe('entry 1: not a wav voice')
    expect(await faultOf('voice', 'audio/wav', Buffer.from('RIFF0000WAVE no chunks')))
      .toBe('entry 1: a wav file without sound')
    expect(await faultOf('video', 'video/mp4', mp4(partLimits.videoBytesMax)))
      .toBe('entry 1: a video over 10485760 bytes')
    expect(await faultOf('picture', 'video/mp4', mp4(100))).toBe('entry 1: not a picture of a known format')
    for (const [type, mime, content] of [
      ['voice', 'audio/wav', wavOf({ seconds: 60 })], ['video', 'video/mp4', mp4(1_000)],
      ['picture', 'image/png', pngOf({ width: 40, height: 30, filler: Buffer.alloc(9) })],
      ['file', 'application/pdf', Buffer.from('%PDF-1')],
    ] as const) expect(await faultOf(type, mime, content)).toBe('')
    const sent = (await sendable(manager)).replies.filter(({ title }) => title === 'voice' || title === 'picture')
    expect(sent.map(({ parts }) => parts[1])).toMatchObject([{ durationMs: 60_000 }, { width: 40, height: 30 }])
  })

  test('must be there', async () => {
    const group = (await sendable(manager)).groups[0]?.group
    const parts = [{ type: 'picture', media: 'f'.repeat(64) }]
    const { body } = await hub.call('createQuickReply', { group, title: 'x', parts }, manager)
    expect(body.faults).toEqual([{ field: 'parts', reason: 'entry 0: no such file' }])
  })
})

test('[QR-4] a sheet is imported: right rows are taken, wrong ones named, and consoles hear once', async () => {
  await newGroup(manager, '价格')
  await newGroup(manager, '价格', { scope: 'personal' })
  const sheet = ['分组,标题,内容', '公共/价格,报价,一平米八万', '个人/价格,底价,七万五', '价格,不清楚,x', '没有,标题,内容', '公共/价格,,空']
  const content = Buffer.from([...sheet, ...Array.from({ length: 5 }, (_, n) => `公共/价格,第${n}条,内容`)].join('\r\n'))
  const media = await uploadAs(hub, { cookie: manager.cookie, mime: 'text/csv', content })
  hub.outbox.length = 0
  const { body: { job } } = await hub.call('startImport', { sheet: 'quickReplies', media }, manager)
  await expect.poll(async () => (await hub.call('getJob', { job }, manager)).body.job.state).toBe('succeeded')
  const { body } = await hub.call('listFailedRows', { job }, manager)
  expect(body.rows.map(({ number, title }) => [number, title])).toEqual([[3, '价格'], [4, '没有'], [5, '公共/价格']])
  expect(body.rows[0]?.reason).toContain('有 2 个分组')
  expect(await titlesFor(manager)).toEqual(expect.arrayContaining(['报价', '底价', '第4条']))
  expect(hub.outbox.map(({ value }) => value['key'])).toEqual(['public', 'u/manager'])
  expect((await hub.call('startImport', { sheet: 'quickReplies', media }, seller)).body.code).toBe('noRight')
})

describe('[QR-5] managers', () => {
  test('see the replies of those below and may delete them, and no others', async () => {
    const group = await newGroup(seller, '违规', { scope: 'personal' })
    const reply = await newReply(seller, group, '不合适')
    const below = await list(manager, 'subordinateReplies')
    expect(below.map(({ title, owner }) => [title, owner])).toEqual(expect.arrayContaining([['不合适', '姓名seller']]))
    expect(below.map(({ title }) => title)).not.toContain('客服话术')
    expect(below.every(({ scope }) => scope !== 'public')).toBe(true)
    expect((await list(boss, 'subordinateReplies')).map(({ title }) => title)).toContain('客服话术')
    const elsewhere = await newReply(server, await newGroup(server, '别处', { scope: 'personal' }), '别处的')
    const gone = (id: string) => hub.call('deleteSubordinateReply', { reply: id, version: 1 }, manager)
    expect((await gone(elsewhere)).status).toBe(404)
    expect((await gone(reply)).status).toBe(200)
    expect(await titlesFor(seller)).not.toContain('不合适')
    const own = await newReply(manager, await newGroup(manager, '自己', { scope: 'personal' }), '自己的')
    expect((await gone(own)).status).toBe(404)
  })
})

test('[QR-1] [QR-5] [MAT-1] many are deleted as a job, of those that may be', async () => {
  const group = await newGroup(manager, '要清空')
  const [one, two] = [await newReply(manager, group, '清一'), await newReply(manager, group, '清二')]
  const theirs = await newReply(seller, await newGroup(seller, '也清', { scope: 'personal' }), '清三')
  const run = async (action: string, rows: string[]): Promise<void> => {
    const { body } = await hub.call('startBulk', { action, selection: { rows } }, manager)
    const state = async () => (await hub.call('getJob', { job: body.job }, manager)).body.job.state
    await expect.poll(state).toBe('succeeded')
  }
  // What isn't in the scope of the list is no part of the job.
  await run('removeQuickReplies', [one, two, theirs])
  expect(await titlesFor(seller)).toContain('清三')
  await run('removeSubordinateReplies', [theirs])
  expect(await titlesFor(seller)).not.toContain('清三')
  expect(await list(manager, 'quickReplies', { group: [group] })).toEqual([])
})

describe('[MAT-1] materials', () => {
  const png = (n: number) => pngOf({ width: 40 + n, height: 30, filler: Buffer.alloc(9) })
  const choosable = async (by: Who, asked: object = {}) => {
    return (await hub.call('listMaterials', asked, by)).body.materials.map(({ title }) => title)
  }

  test('are brought many at once, public or for a department, and chosen by who may use them', async () => {
    const shelf = async (more: object) => newGroup(manager, '图库', { kind: 'material', ...more })
    const open = await shelf({ scope: 'public' })
    const ours = await shelf({ scope: 'department', department: departments.sales })
    const media = await Promise.all([0, 1, 2].map((n) => uploadAs(hub, {
      cookie: manager.cookie, mime: 'image/png', content: png(n),
    })))
    const many = media.map((one, at) => ({ title: `图${at}`, media: one }))
    const made = await hub.call('createMaterials', { group: open, materials: many }, manager)
    expect(made.body.materials).toHaveLength(3)
    const voice = await uploadAs(hub, { cookie: manager.cookie, mime: 'audio/wav', content: wavOf({ seconds: 2 }) })
    await hub.call('createMaterials', { group: ours, materials: [{ title: '问候', media: voice }] }, manager)
    expect(await choosable(seller)).toEqual(['问候', '图2', '图1', '图0'])
    expect(await choosable(server)).toEqual(['图2', '图1', '图0'])
    expect(await choosable(seller, { type: 'voice' })).toEqual(['问候'])
    expect(await choosable(seller, { search: '图1', group: open })).toEqual(['图1'])
    expect(await list(manager, 'materials', { type: ['voice'] })).toMatchObject([
      { title: '问候', durationMs: 2_000 },
    ])
    const long = await uploadAs(hub, { cookie: manager.cookie, mime: 'audio/wav', content: wavOf({ seconds: 61 }) })
    const mixed = [{ title: '好', media: media[0] }, { title: '太长', media: long }]
    const { body } = await hub.call('createMaterials', { group: open, materials: mixed }, manager)
    expect(body.faults?.[0]?.reason).toBe('entry 1: a voice over 60 seconds')
    expect(await choosable(server)).toHaveLength(3)
  })

  test('are renamed, moved and deleted; their group only when it is empty', async () => {
    const [first] = await list(manager, 'materials', { search: '图0' })
    const material = first?.id ?? ''
    const group = String(first?.['groupId'])
    const renamed = await hub.call('changeMaterial', { material, version: 1, title: '封面' }, manager)
    expect(renamed.body).toEqual({ version: 2 })
    expect((await hub.call('deleteLibraryGroup', { group, version: 1 }, manager)).body.code).toBe('inUse')
    expect((await hub.call('deleteMaterial', { material, version: 1 }, manager)).body.code).toBe('conflict')
    expect((await hub.call('deleteMaterial', { material, version: 2 }, manager)).status).toBe(200)
    expect(await choosable(server)).not.toContain('封面')
    const selection = { filters: { group: [group] } }
    await hub.call('startBulk', { action: 'removeMaterials', selection }, manager)
    await expect.poll(() => list(manager, 'materials', { group: [group] })).toEqual([])
    expect((await hub.call('deleteLibraryGroup', { group, version: 1 }, manager)).status).toBe(200)
  })
})

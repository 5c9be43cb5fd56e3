import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Departments, addDepartments, addPerson } from '../support/admin-company.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { HttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let departments: Departments
beforeAll(async () => {
  hub = await startHttpHub()
  departments = await addDepartments(hub)
})
afterAll(() => hub[Symbol.asyncDispose]())

/** Reads what comes until the hub ends it. */
async function listen(cookie: string) {
  const answer = await fetch(`${hub.url}/live`, { headers: { cookie } })
  const heard = { status: answer.status, text: '', ended: false }
  const read = async (): Promise<void> => {
    for await (const chunk of answer.body ?? []) heard.text += Buffer.from(chunk as Uint8Array).toString()
  }
  void read().catch(() => undefined).finally(() => { heard.ended = true })
  return heard
}

test('hints go to who may see the list, merged, with ids only for who sees all rows', async () => {
  const boss = await listen(await addPerson(hub, { id: 'boss', department: departments.top, permissions: ['admin'] }))
  const { sales: department } = departments
  const keeper = await listen(await addPerson(hub, { id: 'keeper', department, permissions: ['devices'] }))
  const seat = await listen(await addPerson(hub, { id: 'seat', department, permissions: ['chat'] }))
  for (const id of ['d1', 'd2', 'd1']) hub.hints.tell({ topic: 'devices', id })
  hub.hints.flush(hub.clock.nowMs)
  hub.hints.flush(hub.clock.nowMs)
  await expect.poll(() => boss.text).toContain('data: {"topic":"devices","ids":["d1","d2"]}\n\n')
  await expect.poll(() => keeper.text).toContain('data: {"topic":"devices"}\n\n')
  expect(boss.text.match(/devices/g)).toHaveLength(1)
  expect(seat.text).not.toContain('devices')
})

test('nobody listens without a session, and it ends with the session', async () => {
  expect((await fetch(`${hub.url}/live`)).status).toBe(401)
  const cookie = await addPerson(hub, { id: 'leaver', department: departments.sales })
  const heard = await listen(cookie)
  await expect.poll(() => heard.text).toContain('retry:')
  await hub.call('signOut', {}, { cookie })
  await expect.poll(() => heard.ended).toBe(true)
})

test('a change is told at once', async () => {
  const cookie = await addPerson(hub, { id: 'maker', department: departments.top, permissions: ['admin'] })
  const heard = await listen(cookie)
  await expect.poll(() => heard.text).toContain('retry:')
  await hub.call('createDeviceGroup', { name: '一组' }, { cookie })
  hub.hints.flush(hub.clock.nowMs)
  await expect.poll(() => heard.text).toContain('"topic":"groups"')
  expect(heard.text).toContain('"topic":"audit"')
})

test('the operations can be read by people, without scripts', async () => {
  const answer = await fetch(`${hub.url}/api/docs`)
  expect(answer.headers.get('content-security-policy')).toContain(`default-src 'none'`)
  const text = await answer.text()
  expect(text).toContain('id="listRows"')
  expect(text).not.toContain('<script')
})

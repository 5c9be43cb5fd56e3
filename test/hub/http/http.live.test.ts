import { connect } from 'node:net'
import { join } from 'node:path'
import { mkdir, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../protocol/limits.ts'
import { loadConsoleFiles } from '../../../hub/http/console-files.ts'
import { testFolder } from '../../support/servers.ts'
import { addSession, addUser } from '../support/company.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { HttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let cookie = ''

beforeAll(async () => {
  hub = await startHttpHub({ consoleFiles: await loadConsoleFiles(await consoleFolder()) })
  await addUser(hub, { id: 'u1', permissions: ['chat'] })
  cookie = await addSession(hub, 'u1', { lifeMs: 3_600_000 })
})
afterAll(() => hub[Symbol.asyncDispose]())

async function consoleFolder(): Promise<string> {
  const folder = await testFolder()
  for (const name of ['admin', 'assets']) await mkdir(join(folder, name))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>客服</title>')
  await writeFile(join(folder, 'admin/index.html'), '<!doctype html><title>管理后台</title>')
  await writeFile(join(folder, 'assets/main-Ab12_xY9.js'), `console.log('${'x'.repeat(5_000)}')`)
  await writeFile(join(folder, 'assets/main-Ab12_xY9.js.map'), '{}')
  return folder
}

/** Writes bytes as they are; resolves with everything that came until the end or the first answer. */
function raw(text: string, { until = /\r\n\r\n[^]/ }: { until?: RegExp } = {}): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect(hub.port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk) => {
      heard += chunk.toString()
      if (until.test(heard)) socket.destroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(heard))
  })
}

const post = (headers: string, body = ''): string => {
  return `POST /api/whoAmI HTTP/1.1\r\nHost: hub\r\nCookie: ${cookie}\r\n${headers}\r\n\r\n${body}`
}

describe('an operation', () => {
  test('refuses what isn’t JSON, each with its name', async () => {
    for (const [input, status, code] of [
      ['{', 400, 'badInput'], ['[]', 400, 'badInput'], ['"text"', 400, 'badInput'], ['null', 400, 'badInput'],
    ] as const) {
      const answer = await hub.call('listAccounts', input, { cookie })
      expect([answer.status, answer.body.code]).toEqual([status, code])
    }
    const broken = await fetch(`${hub.url}/api/listAccounts`, {
      method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: new Uint8Array([0x22, 0xff, 0x22]),
    })
    expect(broken.status).toBe(400)
    const form = await hub.call('listAccounts', {}, { cookie, headers: { 'content-type': 'text/plain' } })
    expect([form.status, form.body.code]).toEqual([400, 'badRequest'])
  })

  test('names every field that doesn’t fit', async () => {
    const { status, body } = await hub.call('listMessages', { account: 'a b', rows: 0, more: 1 }, { cookie })
    expect(status).toBe(400)
    expect(body.faults?.map(({ field }) => field).toSorted()).toEqual(['account', 'more', 'peer', 'rows'])
  })

  test('takes an empty body as an empty object', async () => {
    expect((await hub.call('whoAmI', '', { cookie })).status).toBe(200)
  })

  test('refuses a body above the limit, announced or not', async () => {
    const { status, body } = await hub.call('whoAmI', `"${'x'.repeat(limits.operationBytesMax)}"`, { cookie })
    expect([status, body.code]).toEqual([413, 'tooLarge'])
    const piece = 'x'.repeat(65_536)
    const chunk = `${piece.length.toString(16)}\r\n${piece}\r\n`
    const chunked = `Content-Type: application/json\r\nTransfer-Encoding: chunked`
    expect(await raw(post(chunked, chunk.repeat(6)))).toContain('413')
  })

  test('refuses strangers before it reads what they send', async () => {
    const huge = 'Content-Type: application/json\r\nContent-Length: 200'
    const text = post(huge).replace(/Cookie.*\r\n/, '')
    expect(await raw(text)).toContain('"notSignedIn"')
  })

  test('that nobody knows, or by another method', async () => {
    for (const name of ['nothing', 'constructor', '__proto__', 'toString']) {
      const response = await fetch(`${hub.url}/api/${name}`, { method: 'POST' })
      expect([response.status, await response.json()]).toMatchObject([404, { code: 'unknownOperation' }])
    }
    const got = await fetch(`${hub.url}/api/whoAmI`)
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await got.json()).toMatchObject({ code: 'wrongMethod' })
  })

  test('by a page of another site is refused', async () => {
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of foreign) {
      const { status, body } = await hub.call('whoAmI', {}, { cookie, headers })
      expect([status, body.code]).toEqual([403, 'wrongOrigin'])
    }
    const own = await hub.call('whoAmI', {}, { cookie, headers: { origin: hub.url } })
    expect(own.status).toBe(200)
  })

  test('of a caller who leaves harms nobody', async () => {
    const head = 'Content-Type: application/json\r\nContent-Length: 100000'
    await Promise.all(Array.from({ length: 20 }, () => new Promise<void>((resolve) => {
      const socket = connect(hub.port, '127.0.0.1', () => {
        socket.write(post(head, '{"a":'), () => { socket.destroy(); resolve() })
      })
    })))
    const cutOff = () => hub.events.filter((one) => one.event === 'operation:answered' && one.code === 'badRequest')
    await expect.poll(() => cutOff().length).toBeGreaterThanOrEqual(20)
    expect((await hub.call('whoAmI', {}, { cookie })).status).toBe(200)
  })

  test('that fails by our fault says nothing of it, and is noted', async () => {
    await hub.pool.query('alter table friend rename to friend_away')
    await hub.pool.query(`insert into device (id, key_hash, keeper) values ('d1', '\\x00', 'u1')`)
    await hub.pool.query(`insert into account (id, device, logged_in, changed_at) values ('wxid_1', 'd1', true, 1)`)
    const { status, body } = await hub.call('getPeer', { account: 'wxid_1', peer: 'p' }, { cookie })
    expect([status, body]).toEqual([500, { code: 'bug', reason: 'a fault of the hub; it was noted' }])
    expect(hub.events.some((one) => one.event === 'operation:failed' && one.operation === 'getPeer')).toBe(true)
    await hub.pool.query('alter table friend_away rename to friend')
  })

  test('is never cached', async () => {
    const { headers } = await hub.call('whoAmI', {}, { cookie })
    expect(headers.get('cache-control')).toBe('no-store')
  })
})

describe('the console', () => {
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${hub.url}${path}`, { headers })

  test('has its pages at / and /admin, with real paths below', async () => {
    const text = async (path: string): Promise<string> => (await get(path)).text()
    for (const path of ['/', '/index.html', '/accounts/wxid_a']) expect(await text(path)).toContain('客服')
    for (const path of ['/admin', '/admin/', '/admin/users/7']) expect(await text(path)).toContain('管理后台')
  })

  test('allows scripts only from its own files', async () => {
    const { headers } = await get('/')
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self';.*frame-ancestors 'none'/)
    expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/)
    expect([headers.get('x-frame-options'), headers.get('referrer-policy'), headers.get('cache-control')])
      .toEqual(['DENY', 'no-referrer', 'no-cache'])
  })

  test('sends hashed files compressed and for ever, pages by their tag', async () => {
    const script = await get('/assets/main-Ab12_xY9.js', { 'accept-encoding': 'gzip, br' })
    expect(script.headers.get('cache-control')).toContain('immutable')
    expect(script.headers.get('content-encoding')).toBe('br')
    expect((await script.text()).length).toBeGreaterThan(5_000)
    const plain = await get('/assets/main-Ab12_xY9.js', { 'accept-encoding': 'br;q=0, identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    const page = await get('/')
    const again = await get('/', { 'if-none-match': page.headers.get('etag') ?? '' })
    expect(again.status).toBe(304)
  })

  test('serves nothing else', async () => {
    for (const path of ['/assets/none.js', '/assets/main-Ab12_xY9.js.map', '/phone', '/media/x/y', '/package.json']) {
      expect((await get(path)).status).toBe(404)
    }
    expect(await raw('GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n')).not.toContain('root:')
    const posted = await fetch(`${hub.url}/`, { method: 'POST' })
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  test('answers HEAD with the length alone', async () => {
    const head = await fetch(`${hub.url}/`, { method: 'HEAD' })
    expect([head.status, Number(head.headers.get('content-length'))]).toEqual([200, 36])
  })
})

test('health, readiness, metrics and the catalogue of operations', async () => {
  const json = async (path: string): Promise<unknown> => (await fetch(`${hub.url}${path}`)).json()
  expect(await json('/healthz')).toEqual({ ok: true })
  expect(await json('/readyz')).toEqual({ ready: true, reason: '' })
  expect(await (await fetch(`${hub.url}/metrics`)).text()).toBe('up 1\n')
  const { paths } = await json('/api/openapi.json') as { paths: Record<string, object> }
  expect(Object.keys(paths)).toContain('/api/listMessages')
})

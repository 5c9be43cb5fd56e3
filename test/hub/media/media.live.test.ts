import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserId } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import { addDevice, addSession, addUser } from '../support/company.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { HttpHub } from '../support/http-hub.ts'
import { pngOf } from '../support/pictures.ts'

let hub: HttpHub
const people = { phone: '', otherPhone: '', keeper: '', stranger: '' }

beforeAll(async () => {
  hub = await startHttpHub()
  await addUser(hub, { id: 'u1', permissions: ['chat'] })
  await addUser(hub, { id: 'u2', permissions: ['chat'] })
  people.phone = (await addDevice(hub, { id: 'dphone', keeper: 'u1' })).authorization
  people.otherPhone = (await addDevice(hub, { id: 'dother', keeper: 'u2' })).authorization
  people.keeper = await addSession(hub, 'u1')
  people.stranger = await addSession(hub, 'u2')
})
afterAll(() => hub[Symbol.asyncDispose]())

const idOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const picture = (): Buffer => pngOf({ width: 40, height: 30, filler: randomBytes(5_000) })

type Head = Record<string, string | Buffer>

/** The answer is read to its end: an unread one would keep its socket. */
async function ask(method: string, path: string, { body, ...headers }: Head = {}): Promise<Response> {
  const init = { method, headers: headers as Record<string, string> }
  const sent = body === undefined ? init : { ...init, body: new Uint8Array(body as Buffer) }
  const response = await fetch(`${hub.url}${path}`, sent)
  const bytes = await response.arrayBuffer()
  const { status } = response
  return new Response(status === 204 || status === 304 ? null : bytes, { status, headers: response.headers })
}

function put(bytes: Buffer, headers: Head = {}): Promise<Response> {
  const all = { authorization: people.phone, 'content-type': 'image/png', body: bytes, ...headers }
  return ask('PUT', `/media/${idOf(bytes)}`, all)
}

/** Sends the first bytes of an upload and pulls the cable. */
async function cutUpload(bytes: Buffer, sentBytes: number): Promise<void> {
  const before = hub.events.length
  await new Promise<void>((resolve) => {
    const call = request(`${hub.url}/media/${idOf(bytes)}`, {
      method: 'PUT',
      headers: { authorization: people.phone, 'content-type': 'image/png', 'content-length': bytes.length },
    })
    call.on('error', () => undefined)
    call.write(bytes.subarray(0, sentBytes), () => setTimeout(() => { call.destroy(); resolve() }, 50))
  })
  await expect.poll(() => hub.events.slice(before).some(({ event }) => event === 'media:cutOff')).toBe(true)
}

describe('an upload', () => {
  test('is stored, said to the journal, and read back by its keeper', async () => {
    const bytes = picture()
    const response = await put(bytes)
    expect(response.status).toBe(201)
    const facts = { media: idOf(bytes), bytes: bytes.length, mime: 'image/png', width: 40, height: 30 }
    expect(await response.json()).toEqual(facts)
    expect(hub.said.at(-1)).toEqual({ fact: 'mediaStored', value: { ...facts, uploader: 'd/dphone' } })
    const read = await ask('GET', `/media/${idOf(bytes)}`, { cookie: people.keeper })
    expect(read.status).toBe(200)
    expect(Buffer.from(await read.arrayBuffer()).equals(bytes)).toBe(true)
    expect(Object.fromEntries(read.headers)).toMatchObject({
      'content-type': 'image/png', 'x-content-type-options': 'nosniff', etag: `"${idOf(bytes)}"`,
      'cache-control': 'private, max-age=31536000, immutable',
    })
    expect(read.headers.get('content-security-policy')).toContain('sandbox')
  })

  test('that was cut off goes on where it stopped', async () => {
    const bytes = pngOf({ width: 9, height: 9, filler: randomBytes(3_000_000) })
    await cutUpload(bytes, 1_000_000)
    const head = await ask('HEAD', `/media/${idOf(bytes)}`, { authorization: people.phone })
    const offset = Number(head.headers.get('upload-offset'))
    expect(head.status).toBe(204)
    expect(offset).toBeGreaterThan(0)
    const rest = bytes.subarray(offset)
    const range = `bytes ${offset}-${bytes.length - 1}/${bytes.length}`
    const response = await ask('PUT', `/media/${idOf(bytes)}`, {
      authorization: people.phone, 'content-type': 'image/png', 'content-range': range, body: rest,
    })
    expect(response.status).toBe(201)
    const after = await ask('HEAD', `/media/${idOf(bytes)}`, { authorization: people.phone })
    expect([after.status, after.headers.get('upload-offset')]).toEqual([200, String(bytes.length)])
  })

  test('in pieces', async () => {
    const bytes = picture()
    const first = await ask('PUT', `/media/${idOf(bytes)}`, {
      authorization: people.phone, 'content-type': 'image/png', body: bytes.subarray(0, 1000),
      'content-range': `bytes 0-999/${bytes.length}`,
    })
    expect([first.status, first.headers.get('upload-offset')]).toEqual([202, '1000'])
    const last = await ask('PUT', `/media/${idOf(bytes)}`, {
      authorization: people.phone, 'content-type': 'image/png', body: bytes.subarray(1000),
      'content-range': `bytes 1000-${bytes.length - 1}/${bytes.length}`,
    })
    expect(last.status).toBe(201)
  })

  test('at the wrong place is told the right one', async () => {
    const bytes = picture()
    const response = await ask('PUT', `/media/${idOf(bytes)}`, {
      authorization: people.phone, 'content-type': 'image/png', body: bytes.subarray(500),
      'content-range': `bytes 500-${bytes.length - 1}/${bytes.length}`,
    })
    expect([response.status, response.headers.get('upload-offset')]).toEqual([409, '0'])
    expect(await response.json()).toMatchObject({ code: 'wrongOffset' })
  })

  test('with another content than its id is dropped', async () => {
    const [bytes, other] = [picture(), picture()]
    const headers = { authorization: people.phone, 'content-type': 'image/png', body: other }
    const response = await ask('PUT', `/media/${idOf(bytes)}`, headers)
    expect([response.status, await response.json()]).toMatchObject([422, { code: 'wrongHash' }])
    const head = await ask('HEAD', `/media/${idOf(bytes)}`, { authorization: people.phone })
    expect(head.headers.get('upload-offset')).toBe('0')
    expect((await put(bytes)).status).toBe(201)
  })

  test('of a wrong type, an unnamed type, a wrong length or range is named', async () => {
    const bytes = Buffer.from('<script>alert(1)</script> and more than thirty-two bytes')
    for (const [headers, status, code] of [
      [{}, 415, 'wrongMediaType'],
      [{ 'content-type': 'nonsense' }, 415, 'wrongMediaType'],
      [{ 'content-range': 'bytes 0-1/5' }, 400, 'badRequest'],
      [{ 'content-range': 'lines 0-1/5' }, 400, 'badRequest'],
    ] as const) {
      const response = await put(bytes, headers)
      expect([response.status, await response.json()]).toMatchObject([status, { code }])
    }
  })

  test('above the limit of its kind is refused before it is read', async () => {
    const total = limits.voiceBytesMax + 1
    const response = await put(Buffer.alloc(10), {
      'content-type': 'audio/amr', 'content-range': `bytes ${total - 10}-${total - 1}/${total}`,
    })
    expect([response.status, await response.json()]).toMatchObject([413, {
      code: 'tooLarge', reason: `audio/amr may have at most ${limits.voiceBytesMax} bytes`,
    }])
  })

  test('by a phone with a wrong key, or by a foreign page, is refused', async () => {
    const bytes = picture()
    expect((await put(bytes, { authorization: 'Bearer dphone.aaaaaaaaaaaaaaaaaaaa' })).status).toBe(401)
    expect((await put(bytes, { authorization: '', cookie: 'ark_session=x' })).status).toBe(401)
    const foreign = await ask('POST', '/media', {
      cookie: people.keeper, origin: 'https://evil.example', 'content-type': 'image/png', body: bytes,
    })
    expect([foreign.status, await foreign.json()]).toMatchObject([403, { code: 'wrongOrigin' }])
  })

  test('without an id gets its id from the hub', async () => {
    const bytes = picture()
    const headers = { cookie: people.keeper, 'content-type': 'image/png', body: bytes }
    const response = await ask('POST', '/media', headers)
    expect([response.status, await response.json()]).toMatchObject([201, { media: idOf(bytes), width: 40 }])
    const read = await ask('GET', `/media/${idOf(bytes)}`, { authorization: people.otherPhone })
    expect(read.status).toBe(200)
  })

  test('that is repeated is said again, without being read again', async () => {
    const bytes = picture()
    await put(bytes)
    const before = hub.said.length
    expect((await put(bytes)).status).toBe(200)
    expect(hub.said).toHaveLength(before + 1)
  })

  test('twice at once: one writes, the other is told to wait', async () => {
    const bytes = pngOf({ width: 2, height: 2, filler: randomBytes(4_000_000) })
    const statuses = await Promise.all([put(bytes), put(bytes)].map(async (one) => (await one).status))
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 409])
  })

  test('of an empty file', async () => {
    const response = await put(Buffer.alloc(0), { 'content-type': 'application/octet-stream' })
    expect(response.status).toBe(201)
    const read = await ask('GET', `/media/${idOf(Buffer.alloc(0))}`, { authorization: people.phone })
    expect([read.status, (await read.arrayBuffer()).byteLength]).toEqual([200, 0])
  })

  test('leaves no part behind, and what was left long ago is swept', async () => {
    const bytes = pngOf({ width: 9, height: 9, filler: randomBytes(2_000_000) })
    await cutUpload(bytes, 500_000)
    const folder = join(hub.mediaFolder, 'parts')
    const [name = ''] = (await readdir(folder)).filter((one) => one.startsWith(idOf(bytes)))
    const longAgo = new Date(Date.now() - 25 * 3600 * 1000)
    await utimes(join(folder, name), longAgo, longAgo)
    expect(await hub.mediaStore.sweep(Date.now())).toBe(1)
    expect(await readdir(folder)).toEqual([])
  })
})

describe('a download', () => {
  let bytes: Buffer
  const path = (): string => `/media/${idOf(bytes)}`
  beforeAll(async () => {
    bytes = pngOf({ width: 9, height: 9, filler: randomBytes(5_000_000) })
    await put(bytes)
  })

  test('of ranges', async () => {
    const last = bytes.length - 1
    for (const [range, from, to] of [['bytes=0-99', 0, 99], ['bytes=4000000-', 4_000_000, last]] as const) {
      const response = await ask('GET', path(), { cookie: people.keeper, range })
      expect(response.status).toBe(206)
      expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to}/${bytes.length}`)
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(from, to + 1))).toBe(true)
    }
    const beyond = await ask('GET', path(), { cookie: people.keeper, range: `bytes=${bytes.length}-` })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`])
  })

  test('by a slow reader comes whole, and one who leaves harms nobody', async () => {
    const received = await readSlowly(path(), { pauses: 20 })
    expect(received.includes(bytes.subarray(-1_000))).toBe(true)
    expect(received.length).toBeGreaterThan(bytes.length)
    await readSlowly(path(), { pauses: 1, leaveAfterBytes: 100_000 })
    expect((await ask('GET', path(), { cookie: people.keeper })).status).toBe(200)
  })

  test('that is known already isn’t sent again', async () => {
    const response = await ask('GET', path(), { cookie: people.keeper, 'if-none-match': `"${idOf(bytes)}"` })
    expect(response.status).toBe(304)
  })

  test('by others: strangers and other phones may not, the administrator may', async () => {
    expect((await ask('GET', path(), { cookie: people.stranger })).status).toBe(403)
    expect((await ask('GET', path(), { authorization: people.otherPhone })).status).toBe(403)
    expect((await ask('GET', path())).status).toBe(401)
    await addUser(hub, { id: 'u9', permissions: ['admin'] })
    expect((await ask('GET', path(), { cookie: await addSession(hub, 'u9') })).status).toBe(200)
    expect((await ask('GET', `/media/${'0'.repeat(64)}`, { cookie: people.keeper })).status).toBe(404)
    expect((await ask('GET', '/media/..%2f..%2fsecret', { cookie: people.keeper })).status).toBe(404)
  })

  test('[P60] by a phone that an agent told to send it, if the agent may see it', async () => {
    const bytes = picture()
    await put(bytes)
    const read = async () => (await ask('GET', `/media/${idOf(bytes)}`, { authorization: people.otherPhone })).status
    expect(await read()).toBe(403)
    hub.senders.push('u2' as UserId)
    expect(await read()).toBe(403)
    hub.senders.push('u1' as UserId)
    expect(await read()).toBe(200)
    hub.senders.length = 0
  })

  test('another phone that brings the same content makes it readable for its keeper', async () => {
    await put(bytes, { authorization: people.otherPhone })
    expect((await ask('GET', path(), { cookie: people.stranger })).status).toBe(200)
  })

  test('of HTML and SVG is never shown', async () => {
    const html = Buffer.from('<html><script>alert(1)</script></html>')
    await put(html, { 'content-type': 'text/html' })
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    await put(svg, { 'content-type': 'image/svg+xml' })
    for (const one of [html, svg]) {
      const response = await ask('GET', `/media/${idOf(one)}`, { cookie: people.keeper })
      expect(response.headers.get('content-type')).toBe('application/octet-stream')
      expect(response.headers.get('content-disposition')).toBe('attachment')
    }
  })

  test('of what only storage knows needs the file, and as long as it was', async () => {
    const id = 'ab'.repeat(32)
    const status = async (): Promise<number> => (await ask('GET', `/media/${id}`, { cookie: people.keeper })).status
    await hub.pool.query(`insert into media (id, bytes, mime, width, height, uploader, stored_ms)
      values ('${id}', 3, 'image/png', 1, 1, 'd/dphone', 1)`)
    expect(await status()).toBe(404)
    await mkdir(join(hub.mediaFolder, 'ab'), { recursive: true })
    await writeFile(join(hub.mediaFolder, 'ab', id), 'four')
    expect(await status()).toBe(404)
    await writeFile(join(hub.mediaFolder, 'ab', id), 'abc')
    expect(await status()).toBe(200)
    await rm(join(hub.mediaFolder, 'ab', id))
    expect(await status()).toBe(404)
  })
})

interface SlowReader { pauses: number, leaveAfterBytes?: number }

/** Everything a reader heard that pauses now and then, and may leave early. */
function readSlowly(path: string, { pauses, leaveAfterBytes = 5_000_000 }: SlowReader): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let [bytes, paused] = [0, 0]
    const socket = connect(hub.port, '127.0.0.1')
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${people.keeper}\r\nConnection: close\r\n\r\n`)
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > leaveAfterBytes + headBytes) setTimeout(() => socket.destroy(), 50)
      if (paused++ >= pauses) return
      socket.pause()
      setTimeout(() => socket.resume(), 20)
    })
    socket.on('close', () => resolve(Buffer.concat(chunks)))
  })
}

/** What the slow reader's answer has before the file. */
const headBytes = 33

test('files are only for this user of the machine', async () => {
  const mode = (await stat(hub.mediaFolder)).mode & 0o077
  expect(mode).toBe(0)
})

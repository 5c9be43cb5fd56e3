import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MediaId } from '../../../protocol/ids.ts'
import { MediaStore } from '../../../hub/media/media-store.ts'
import { receiveUpload } from '../../../hub/media/receive-upload.ts'
import type { Upload } from '../../../hub/media/receive-upload.ts'
import { Uploads } from '../../../hub/media/uploads.ts'

let folder = ''
let store: MediaStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ark-media-'))
  store = new MediaStore({ folder, readRow: () => Promise.resolve(undefined) })
})
afterAll(() => rm(folder, { recursive: true }))

const idOf = (bytes: Buffer): MediaId => createHash('sha256').update(bytes).digest('hex') as MediaId

interface Piece { from?: number, to?: number, leaveAt?: number }

function uploadOf(bytes: Buffer, { from = 0, to = bytes.length, leaveAt = to }: Piece = {}): Upload {
  const media = idOf(bytes)
  const end = leaveAt < to ? 'gone' : 'end'
  const chunks: (Buffer | 'gone' | 'end')[] = [bytes.subarray(from, Math.min(to, leaveAt)), end]
  return {
    media, part: store.partPath(media, 'd/d1'), uploader: 'd/d1', mime: 'application/zip', from,
    total: bytes.length, length: to - from, body: { next: () => Promise.resolve(chunks.shift() ?? 'end') },
  }
}

test('however an upload is cut into pieces and cut off, the whole arrives and is what it was', async () => {
  const cut = fc.record({ to: fc.double({ min: 0, max: 1, noNaN: true }), leave: fc.boolean() })
  const cuts = fc.array(cut, { maxLength: 6 })
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 300_000 }), cuts, async (length, tries) => {
    const bytes = randomBytes(length)
    const { part } = uploadOf(bytes)
    for (const { to, leave } of tries) {
      const from = await store.partBytes(part)
      const until = from + Math.floor((length - from) * to)
      if (until === from || until === length) continue
      const ends = leave ? { leaveAt: until } : { to: until }
      expect((await receiveUpload(store, uploadOf(bytes, { from, ...ends }))).outcome).toBe(leave ? 'cutOff' : 'more')
    }
    const last = await receiveUpload(store, uploadOf(bytes, { from: await store.partBytes(part) }))
    expect(last.outcome).toBe('stored')
    expect((await readFile(store.pathOf(idOf(bytes)))).equals(bytes)).toBe(true)
    expect(await store.find(idOf(bytes))).toMatchObject({ bytes: length, uploaders: new Set(['d/d1']) })
  }), { numRuns: 40 })
  expect(await readdir(join(folder, 'parts'))).toEqual([])
})

test('a part that was spoiled on the disk is found out by its hash and dropped', async () => {
  const bytes = randomBytes(1_000)
  const { part } = uploadOf(bytes)
  await receiveUpload(store, uploadOf(bytes, { leaveAt: 600 }))
  const file = await store.openPart(part, 0)
  await file.write(Buffer.from('spoiled'), 0, 7, 100)
  await file.close()
  const result = await receiveUpload(store, uploadOf(bytes, { from: 600 }))
  expect(result).toMatchObject({ outcome: 'refused', refusal: { fault: { code: 'wrongHash' }, status: 422 } })
  expect(await store.partBytes(part)).toBe(0)
})

test('a full disk keeps nothing half done', async () => {
  const bytes = randomBytes(1_000)
  const upload = uploadOf(bytes)
  const full = new MediaStore({ folder, readRow: () => Promise.resolve(undefined) })
  full.openPart = async (path, nowMs) => {
    const file = await store.openPart(path, nowMs)
    file.write = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
    return file
  }
  const result = await receiveUpload(full, upload)
  expect(result).toMatchObject({ outcome: 'refused', refusal: { fault: { code: 'diskFull' }, status: 507 } })
  expect(await readdir(join(folder, 'parts'))).toEqual([])
})

test('everybody who brings a medium is remembered, over restarts', async () => {
  const bytes = randomBytes(100)
  await receiveUpload(store, uploadOf(bytes))
  await receiveUpload(store, { ...uploadOf(bytes), uploader: 'u/u1', part: store.partPath(idOf(bytes), 'u/u1') })
  const restarted = new MediaStore({ folder, readRow: () => Promise.resolve(undefined) })
  expect((await restarted.find(idOf(bytes)))?.uploaders).toEqual(new Set(['d/d1', 'u/u1']))
})

test('a part has one writer; a silent one is cut and replaced', async () => {
  const uploads = new Uploads()
  let [heardAtMs, finish] = [performance.now(), (): void => undefined]
  const writer = { heardAtMs: () => heardAtMs, cut: () => finish() }
  const work = () => new Promise<string>((resolve) => { finish = () => resolve('cut') })
  const first = uploads.run('p', { writer, work })
  const second = { writer, work: () => Promise.resolve('second') }
  expect(await uploads.run('p', second)).toBe('busy')
  heardAtMs -= 3_000
  expect(await uploads.run('p', second)).toEqual({ value: 'second' })
  expect(await first).toEqual({ value: 'cut' })
})

test('only so many uploads run at once', async () => {
  const uploads = new Uploads()
  const writer = { heardAtMs: () => performance.now(), cut: () => undefined }
  const finishes: (() => void)[] = []
  const work = (): Promise<void> => new Promise((resolve) => { finishes.push(resolve) })
  const running = Array.from({ length: 64 }, (_, index) => uploads.run(`p${index}`, { writer, work }))
  await Promise.resolve()
  expect(await uploads.run('one more', { writer, work })).toBe('full')
  for (const finish of finishes) finish()
  await Promise.all(running)
})

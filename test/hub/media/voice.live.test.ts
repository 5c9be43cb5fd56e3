import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'silk-wasm'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { newVoiceNote } from '../../../bench/fleet/media/voice-note.ts'
import { Dice } from '../../../bench/fleet/dice.ts'
import { readWav } from '../../../hub/media/wav.ts'
import type { MediaId } from '../../../protocol/ids.ts'
import { wavSoundAt } from '../../../protocol/wav.ts'
import { addDevice, addSession, addUser } from '../support/company.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { HttpHub } from '../support/http-hub.ts'

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).error === undefined
let hub: HttpHub
let silk: Buffer
const people = { phone: '', keeper: '', stranger: '' }

beforeAll(async () => {
  hub = await startHttpHub()
  await addUser(hub, { id: 'u1', permissions: ['chat'] })
  await addUser(hub, { id: 'u2', permissions: ['chat'] })
  people.phone = (await addDevice(hub, { id: 'dphone', keeper: 'u1' })).authorization
  people.keeper = await addSession(hub, 'u1')
  people.stranger = await addSession(hub, 'u2')
  silk = Buffer.from((await encode(note(3), 0)).data)
})
afterAll(() => hub[Symbol.asyncDispose]())

const note = (seconds: number): Buffer => newVoiceNote(new Dice('voice'), seconds)
const idOf = (bytes: Buffer): MediaId => createHash('sha256').update(bytes).digest('hex') as MediaId

async function put(bytes: Buffer, mime: string, who: Record<string, string> = { authorization: people.phone }) {
  const headers = { ...who, 'content-type': mime }
  const response = await fetch(`${hub.url}/media/${idOf(bytes)}`, {
    method: 'PUT', headers, body: new Uint8Array(bytes),
  })
  expect([response.status, await response.json()]).toMatchObject([201, { mime }])
  return idOf(bytes)
}

async function get(media: MediaId, as: string, { cookie = people.keeper, range = '' } = {}) {
  const headers: Record<string, string> = range === '' ? { cookie } : { cookie, range }
  const response = await fetch(`${hub.url}/media/${media}?as=${as}`, { headers })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

describe('[SEAT-3] a voice note of WeChat', () => {
  test('is had as a WAV of the same length, in parts too; the original stays what it was', async () => {
    const media = await put(silk, 'audio/silk')
    const wav = await get(media, 'wav')
    expect([wav.status, wav.headers.get('content-type')]).toEqual([200, 'audio/wav'])
    expect(wav.bytes.toString('latin1', 0, 4)).toBe('RIFF')
    const rate = wav.bytes.readUInt32LE(24)
    expect((wav.bytes.length - wavSoundAt) / 2 / rate).toBeCloseTo(3, 0)
    const loud = Math.max(...new Int16Array(wav.bytes.buffer.slice(wav.bytes.byteOffset + wavSoundAt)))
    expect(loud).toBeGreaterThan(1_000)
    const part = await get(media, 'wav', { range: 'bytes=44-99' })
    expect([part.status, part.bytes]).toEqual([206, wav.bytes.subarray(44, 100)])
    expect((await get(media, '')).bytes).toEqual(silk)
  })

  test('is converted when it is stored, before anybody asks', async () => {
    const other = Buffer.from((await encode(note(1), 0)).data)
    const media = await put(other, 'audio/silk')
    const isThere = () => stat(`${hub.mediaStore.pathOf(media)}.wav`).then(() => true, () => false)
    await expect.poll(isThere).toBe(true)
  })

  test('is for those who may hear the original', async () => {
    const { status, bytes } = await get(idOf(silk), 'wav', { cookie: people.stranger })
    expect([status, JSON.parse(bytes.toString())]).toMatchObject([403, { code: 'noRight' }])
  })

  test.each([
    ['nothing but its mark', Buffer.from('\x02#!SILK_V3', 'latin1')],
    ['noise behind its mark', Buffer.concat([Buffer.from('\x02#!SILK_V3', 'latin1'), randomBytes(3_000)])],
    ['packets of noise', packets(40, () => randomBytes(90))],
    ['an hour of small packets', packets(180_000, () => Buffer.from([1, 2]))],
  ])('that is %s harms nothing', async (_what, bytes) => {
    const media = await put(bytes, 'audio/silk')
    const { status, bytes: answer } = await get(media, 'wav')
    // A decoder makes sound of some noise; whatever it is, it is bounded.
    if (status === 200) return expect(answer.length).toBeLessThan(2_000_000)
    expect([status, JSON.parse(answer.toString())]).toMatchObject([422, { code: 'unplayable' }])
    expect((await get(idOf(silk), 'wav')).status).toBe(200)
  })

  test.runIf(hasFfmpeg).each([
    ['AMR', amrNote('#!AMR\n', { frame: 0x3c, bytes: 31 })],
    ['AMR-WB', amrNote('#!AMR-WB\n', { frame: 0x44, bytes: 60 })],
  ])('of %s is converted by a real ffmpeg: as long as it was, its lengths in its head', async (_what, amr) => {
    const { status, headers, bytes } = await get(await put(amr, 'audio/amr'), 'wav')
    expect([status, headers.get('content-type')]).toEqual([200, 'audio/wav'])
    expect(readWav(bytes, { fileBytes: bytes.length })).toMatchObject({ ok: true, durationMs: 3_000 })
    expect([bytes.readUInt32LE(4), bytes.readUInt32LE(wavSoundAt - 4)])
      .toEqual([bytes.length - 8, bytes.length - wavSoundAt])
    const loud = Math.max(...new Int16Array(bytes.buffer.slice(bytes.byteOffset + wavSoundAt)))
    expect(loud).toBeGreaterThan(100)
  })

  test.runIf(hasFfmpeg)('of AMR without a sound in it is said to be damaged, by a real ffmpeg too', async () => {
    const { status, bytes } = await get(await put(Buffer.from('#!AMR\n'), 'audio/amr'), 'wav')
    expect([status, JSON.parse(bytes.toString())]).toMatchObject([422, { code: 'unplayable' }])
  })

  test('of AMR says what is missing where no ffmpeg is', async () => {
    setPath('/nowhere')
    const { status, bytes } = await get(await put(Buffer.from('#!AMR\n none'), 'audio/amr'), 'wav')
    expect([status, JSON.parse(bytes.toString())]).toMatchObject([501, { code: 'noConverter' }])
  })

  test('of AMR: what ffmpeg writes into its pipe gets the lengths that its head lacks', async () => {
    // Answers with a WAV whose lengths are unknown, as ffmpeg does; a later one fails.
    const folder = await mkdtemp(join(tmpdir(), 'ark-ffmpeg-'))
    const wav = note(1)
    wav.fill(0xff, 4, 8).fill(0xff, 40, 44)
    await writeFile(join(folder, 'out.wav'), wav)
    const once = `[ -e "${folder}/done" ] && exit 1\ntouch "${folder}/done"\ncat "${folder}/out.wav"`
    await writeFile(join(folder, 'ffmpeg'), `#!/bin/sh\n${once}\n`, { mode: 0o755 })
    setPath(`${folder}:${process.env.PATH ?? ''}`)
    const good = await get(await put(Buffer.from('#!AMR\n good'), 'audio/amr'), 'wav')
    const bad = await get(await put(Buffer.from('#!AMR\n bad'), 'audio/amr'), 'wav')
    expect([good.status, good.bytes]).toEqual([200, note(1)])
    expect([bad.status, JSON.parse(bad.bytes.toString())]).toMatchObject([422, { code: 'unplayable' }])
    await rm(folder, { recursive: true })
  })
})

describe('[SEAT-4] what a console records', () => {
  test('is had by a phone as SILK, and by browsers as it is', async () => {
    const wav = note(2)
    const media = await put(wav, 'audio/wav', { cookie: people.keeper })
    const response = await fetch(`${hub.url}/media/${media}?as=silk`, { headers: { authorization: people.phone } })
    const bytes = Buffer.from(await response.arrayBuffer())
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/silk'])
    expect(bytes.toString('latin1', 0, 10)).toBe('\x02#!SILK_V3')
    expect((await get(media, 'wav')).bytes).toEqual(wav)
  })

  test('in another form than these is refused by name', async () => {
    const { status, bytes } = await get(idOf(silk), 'mp3')
    expect([status, JSON.parse(bytes.toString())]).toMatchObject([400, { code: 'badRequest' }])
  })
})

function setPath(path: string): void {
  vi.stubEnv('PATH', path)
  onTestFinished(() => void vi.unstubAllEnvs())
}

/** Three seconds: frames of 20 ms in the best mode, whose bits are all sound. AMR has no sums that could be wrong. */
function amrNote(mark: string, { frame, bytes }: { frame: number; bytes: number }): Buffer {
  const bits = (index: number) => createHash('shake256', { outputLength: bytes }).update(String(index)).digest()
  const frames = Array.from({ length: 150 }, (_, index) => Buffer.from([frame, ...bits(index)]))
  return Buffer.concat([Buffer.from(mark, 'latin1'), ...frames])
}

function packets(count: number, make: () => Buffer): Buffer {
  const parts = Array.from({ length: count }, () => {
    const packet = make()
    const length = Buffer.alloc(2)
    length.writeUInt16LE(packet.length)
    return Buffer.concat([length, packet])
  })
  return Buffer.concat([Buffer.from('\x02#!SILK_V3', 'latin1'), ...parts])
}

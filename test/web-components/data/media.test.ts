import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limits } from '../../../protocol/limits.ts'
import { upload } from '../../../web-components/data/media.ts'

interface Call {
  method: string
  url: string
  headers: Record<string, string>
  bytes: number
}

interface Answer {
  status: number
  headers?: Record<string, string>
  body?: string
}

let calls: Call[]
let answers: ((call: Call) => Answer)[]
const shares: number[] = []
const options = {
  onProgress: (share: number) => shares.push(share), signal: new AbortController().signal,
  wait: () => Promise.resolve(),
}

beforeEach(() => {
  calls = []
  vi.stubGlobal('XMLHttpRequest', FakeRequest)
})

afterEach(() => vi.unstubAllGlobals())

test('a new file goes up whole under its hash', async () => {
  answers = [() => ({ status: 404 }), () => ({ status: 201 })]
  const result = await upload(new Blob(['hello'], { type: 'text/plain' }), options)
  const media = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'
  expect(result).toEqual({ ok: true, media })
  const asked = calls.map(({ method, url }) => `${method} ${url}`)
  expect(asked).toEqual([`HEAD /media/${media}`, `PUT /media/${media}`])
  expect(shares.at(-1)).toBe(1)
})

test('what the hub has isn’t sent again', async () => {
  answers = [() => ({ status: 200 })]
  expect(await upload(new Blob(['hello']), options)).toMatchObject({ ok: true })
  expect(calls).toHaveLength(1)
})

test('a cut off upload goes on where it stopped', async () => {
  answers = [
    () => ({ status: 404 }), () => ({ status: 0 }), () => ({ status: 404, headers: { 'upload-offset': '2' } }),
    () => ({ status: 201 }),
  ]
  expect(await upload(new Blob(['hello']), options)).toMatchObject({ ok: true })
  expect(calls[3]).toMatchObject({ method: 'PUT', bytes: 3, headers: { 'content-range': 'bytes 2-4/5' } })
})

test('a file of a wrong kind is refused at once, with the hub’s word', async () => {
  const body = JSON.stringify({ code: 'wrongType', reason: 'no executables' })
  answers = [() => ({ status: 404 }), () => ({ status: 415, body })]
  expect(await upload(new Blob(['MZ']), options)).toMatchObject({ ok: false, fault: { code: 'wrongType' } })
  expect(calls).toHaveLength(2)
})

test('a network that stays away ends after some tries', async () => {
  answers = Array.from({ length: 40 }, () => () => ({ status: 0 }))
  expect(await upload(new Blob(['hello']), options)).toMatchObject({ ok: false, fault: { code: 'offline' } })
  expect(calls.length).toBeLessThan(20)
})

test('what is empty or too large never leaves', async () => {
  const large = { size: limits.pictureBytesMax + 1, type: 'image/png' } as Blob
  expect(await upload(large, options)).toMatchObject({ ok: false, fault: { code: 'tooLarge' } })
  expect(await upload(new Blob([]), options)).toMatchObject({ ok: false, fault: { code: 'emptyFile' } })
  expect(calls).toEqual([])
})

test('without https there is no hash: the hub computes it', async () => {
  vi.stubGlobal('crypto', {})
  answers = [() => ({ status: 201, body: JSON.stringify({ media: 'cd'.repeat(32) }) })]
  expect(await upload(new Blob(['hello']), options)).toEqual({ ok: true, media: 'cd'.repeat(32) })
  expect(calls[0]).toMatchObject({ method: 'POST', url: '/media', bytes: 5 })
})

class FakeRequest extends EventTarget {
  status = 0
  responseText = ''
  readonly upload = new EventTarget()
  #call: Call = { method: '', url: '', headers: {}, bytes: 0 }
  #headers: Record<string, string> = {}

  open(method: string, url: string): void {
    this.#call = { ...this.#call, method, url }
  }

  setRequestHeader(name: string, value: string): void {
    this.#call.headers[name] = value
  }

  getResponseHeader(name: string): string | null {
    return this.#headers[name] ?? null
  }

  abort(): void {}

  send(body: Blob | null): void {
    this.#call.bytes = body?.size ?? 0
    calls.push(this.#call)
    const { status, headers = {}, body: text = '' } = answers.shift()?.(this.#call) ?? { status: 500 }
    this.status = status
    this.responseText = text
    this.#headers = headers
    if (body !== null) this.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded: body.size }))
    this.dispatchEvent(new Event('loadend'))
  }
}

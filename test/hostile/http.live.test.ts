import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readMetric } from '../support/metrics.ts'
import { type Ground, startGround } from './ground.ts'
import { type Piece, exchange, upgradeHead } from './raw-tcp.ts'

let ground: Ground
let host = ''
beforeAll(async () => {
  ground = await startGround()
  host = `Host: 127.0.0.1:${ground.hub.port}\r\n`
})
afterEach(async () => { await ground.expectUndisturbed() })
afterAll(async () => { await ground[Symbol.asyncDispose]() })

const get = (more = ''): string => `GET /healthz HTTP/1.1\r\n${host}${more}\r\n`
const post = (more: string, body = '{}'): string =>
  `POST /api/whoAmI HTTP/1.1\r\n${host}Content-Type: application/json\r\n${more}\r\n${body}`
const many = (count: number): string => Array.from({ length: count }, (_, index) => `X-${index}: 1\r\n`).join('')

/** Empty statuses: cut without an answer. Nothing is ever answered twice for one request, and never by a 500. */
describe('requests that two readers could understand differently', () => {
  test.each<[string, () => string, number[]]>([
    ['two equal lengths', () => post('Content-Length: 2\r\nContent-Length: 2\r\n') + get(), []],
    ['two lengths, the shorter first', () => post('Content-Length: 2\r\nContent-Length: 90\r\n') + get(), []],
    ['two lengths, the longer first', () => post('Content-Length: 90\r\nContent-Length: 2\r\n') + get(), []],
    [
      'a length and chunks',
      () => post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', '2\r\n{}\r\n0\r\n\r\n'), [400],
    ],
    ['an encoding nobody knows', () => post('Transfer-Encoding: xchunked\r\n', '2\r\n{}\r\n0\r\n\r\n') + get(), []],
    ['two encodings', () => post('Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n', '0\r\n\r\n') + get(), []],
    ['a chunk of 2^64', () => post('Transfer-Encoding: chunked\r\n', 'ffffffffffffffff\r\n{}\r\n'), [400]],
    ['a negative length', () => post('Content-Length: -1\r\n'), [400]],
    ['a list of lengths', () => post('Content-Length: 2, 2\r\n'), [400]],
    ['a length above 2^64', () => post('Content-Length: 99999999999999999999\r\n'), [400]],
    ['two hosts', () => get('Host: evil.example\r\n'), [400]],
    ['two cookies', () => post('Cookie: a=b\r\nCookie: c=d\r\nContent-Length: 2\r\n'), [400]],
    ['lines without carriage returns', () => 'GET /healthz HTTP/1.1\nHost: x\n\n', [505]],
    ['another protocol', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [505]],
    ['HTTP/1.0', () => `GET /healthz HTTP/1.0\r\n${host}\r\n`, [505]],
    ['a header of 128 KB', () => get(`X: ${'a'.repeat(2 ** 17)}\r\n`), [431]],
    ['a thousand headers', () => get(many(1_000)), [431]],
  ])('%s', async (_what, bytes, statuses) => {
    const { port } = ground.hub
    const until = ({ statuses: seen }: { statuses: number[] }): boolean =>
      statuses.length > 0 && seen.length === statuses.length
    expect((await exchange({ port, pieces: [bytes()], until })).statuses).toEqual(statuses)
  })

  test('good requests one behind the other are answered each once', async () => {
    const { port } = ground.hub
    const until = ({ statuses }: { statuses: number[] }): boolean => statuses.length === 200
    expect((await exchange({ port, pieces: [get().repeat(200)], until })).statuses).toEqual(Array(200).fill(200))
  })
})

/** uWebSockets.js ends what isn't a whole request after 10 s, and bodies slower than 16 KB/s. All at once. */
test('slow heads, slow bodies and silence end within 15 s and cost no memory', async () => {
  const { port } = ground.hub
  const drip = (text: string): Piece[] => text.split('').flatMap((letter) => [letter, 900])
  const body = 'Content-Length: 200\r\n'
  const slow: Piece[][] = [
    [], drip('GET /healthz HTTP/1.1'), [`GET /healthz HTTP/1.1\r\n${host}`, ...drip('X-Slow: aaaaaaaaaaaaaaa')],
    [`GET /healthz HTTP/1.1\r\n${host}`, ...Array.from({ length: 20 }, (_, index) => [`X-${index}: 1\r\n`,
      900]).flat()],
    [post(body, '{'), ...drip(' '.repeat(20))], [post('Transfer-Encoding: chunked\r\n', '1\r\n{\r\n'),
      ...drip('1\r\n \r\n'.repeat(4))],
    [`PUT /media/${'a'.repeat(64)} HTTP/1.1\r\n${host}Authorization: ${ground.bearer}\r\n`
      + 'Content-Type: image/png\r\nContent-Length: 90000\r\n\r\n'],
    [upgradeHead({ path: '/phone', port }).slice(0, -2)], [get(many(98))], [get(`X: a\r\n b\r\n`)],
  ]
  const before = ground.rssBytes()
  const copies = Array.from({ length: 40 }, () => slow).flat()
  const answers = Promise.all(copies.map((pieces) => exchange({ port, pieces, withinMs: 20_000 })))
  await ground.expectUndisturbed()
  for (const { ended, afterMs, statuses } of await answers) {
    expect(ended).toBe(true)
    expect(afterMs).toBeLessThan(15_000)
    expect(statuses).not.toContain(500)
  }
  expect(ground.rssBytes() - before).toBeLessThan(rssGrowthMax)
}, 60_000)

test('two thousand half-done connections leave the others alone, and are gone after 15 s', async () => {
  const { port, url } = ground.hub
  const half = upgradeHead({ path: '/phone', port }).slice(0, 60)
  const before = ground.rssBytes()
  const lines = Array.from({ length: 2_000 }, () => {
    return exchange({ port, pieces: [half], localAddress: '127.0.0.2', withinMs: 20_000 })
  })
  await expect.poll(() => readMetric(url, 'ark_connections')).toBeGreaterThan(1_900)
  await ground.expectUndisturbed()
  expect((await Promise.all(lines)).every(({ ended }) => ended)).toBe(true)
  await expect.poll(() => readMetric(url, 'ark_connections')).toBeLessThan(20)
  expect(ground.rssBytes() - before).toBeLessThan(rssGrowthMax)
}, 60_000)

const rssGrowthMax = 100 * 2 ** 20

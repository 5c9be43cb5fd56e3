import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { closeCodes } from '../../protocol/close-codes.ts'
import { pack } from '../../protocol/codec.ts'
import { limits, protocolVersion } from '../../protocol/limits.ts'
import { type Ground, startGround } from './ground.ts'
import { type ClientFrame, type Piece, type RawAnswer, clientFrame, exchange, upgradeHead } from './raw-tcp.ts'

let ground: Ground
beforeAll(async () => { ground = await startGround() })
afterEach(async () => { await ground.expectUndisturbed() })
afterAll(async () => { await ground[Symbol.asyncDispose]() })

const hello = Buffer.from(pack([[1, protocolVersion, 'install1', 0, {}]]))
const helloFrame = clientFrame({ payload: hello })
const part = (from: number, to = hello.length) => hello.subarray(from, to)
const closeOf = (code: number, reason: Uint8Array | string = ''): Buffer => {
  const head = Buffer.alloc(2)
  head.writeUInt16BE(code)
  return Buffer.concat([head, Buffer.from(reason as Uint8Array)])
}

/** RFC 6455 and what a conformance suite asks, on our own endpoint. `cut`: the connection ends without a code. */
type Expected = 'welcome' | 'cut' | 'pong' | { close: number; says?: string }

async function speak(frames: readonly (ClientFrame | Uint8Array)[], expected: Expected): Promise<RawAnswer> {
  const pieces: Piece[] = frames.map((one) => one instanceof Uint8Array ? one : clientFrame(one))
  const { port } = ground.hub
  const until = (answer: RawAnswer): boolean => {
    return expected === 'welcome' ? answer.frames.some(({ opcode }) => opcode === 2)
      : expected === 'pong' && answer.frames.some(({ opcode }) => opcode === 10)
  }
  const head = upgradeHead({ path: '/phone', port, headers: { Authorization: ground.bearer } })
  return exchange({ port, head, pieces, until })
}

describe.each<{ about: string; cases: [string, readonly (ClientFrame | Uint8Array)[], Expected][] }>([
  { about: 'data', cases: [
    ['one binary frame', [helloFrame], 'welcome'],
    ['byte by byte', [...helloFrame].map((byte) => Uint8Array.of(byte)), 'welcome'],
    ['a length of 16 bits where 7 would do', [{ payload: hello, width: 16 }], 'welcome'],
    ['a length of 64 bits where 7 would do', [{ payload: hello, width: 64 }], 'welcome'],
    ['[P1] a text frame', [{ opcode: 1, payload: '[]' }], { close: 4400, says: 'text frame' }],
    ['an empty binary frame', [{}], { close: 4400 }],
    ['invalid UTF-8 in a text frame', [{ opcode: 1, payload: Uint8Array.of(0xc0, 0xaf) }], 'cut'],
    ['invalid UTF-8 in the second fragment', [
      { opcode: 1, fin: false, payload: Uint8Array.of(0xce) }, { opcode: 0, payload: Uint8Array.of(0xff) },
    ], 'cut'],
    ['[P7] a frame one byte too long', [{ payload: Buffer.alloc(limits.frameBytesMax + 1) }], { close: 4400 }],
    ['[P7] more than twice as long', [{ payload: Buffer.alloc(2 * limits.frameBytesMax + 1) }], 'cut'],
    ['[P7] the same in fragments', [
      { fin: false, payload: Buffer.alloc(300_000) }, { opcode: 0, payload: Buffer.alloc(300_000) },
    ], 'cut'],
    ['a length of 2^63', [{ length: 2n ** 63n, payload: 'x' }], 'cut'],
    ['a length of 2^31', [{ length: 2n ** 31n, payload: 'x' }], 'cut'],
  ] },
  { about: 'fragments', cases: [
    ['three', [
      { fin: false, payload: part(0, 3) }, { fin: false, opcode: 0, payload: part(3, 9) }, {
        opcode: 0, payload: part(9),
      },
    ], 'welcome'],
    ['empty ones', [{ fin: false }, { fin: false, opcode: 0 }, { opcode: 0, payload: hello }], 'welcome'],
    ['a ping in between', [
      { fin: false, payload: part(0, 3) }, { opcode: 9, payload: 'mid' }, { opcode: 0, payload: part(3) },
    ], 'welcome'],
    ['a continuation of nothing', [{ opcode: 0, payload: hello }], 'cut'],
    // uWebSockets.js takes the second for a continuation: two values in one frame are malformed.
    ['a new message inside another', [{ fin: false, payload: part(0, 3) }, { payload: hello }], { close: 4400 }],
    ['a fragmented ping', [{ opcode: 9, fin: false, payload: 'a' }], 'cut'],
    ['a fragmented close', [{ opcode: 8, fin: false, payload: closeOf(1000) }], 'cut'],
  ] },
  { about: 'ping and pong', cases: [
    ['an empty ping', [{ opcode: 9 }], 'pong'],
    ['a ping of 125 bytes', [{ opcode: 9, payload: Buffer.alloc(125, 97) }], 'pong'],
    ['a ping of 126 bytes', [{ opcode: 9, payload: Buffer.alloc(126, 97) }], 'cut'],
    ['a ping of 125 bytes, byte by byte', [...clientFrame({ opcode: 9, payload: Buffer.alloc(125, 98) })]
      .map((byte) => Uint8Array.of(byte)), 'pong'],
    ['a pong nobody asked for', [{ opcode: 10, payload: 'x' }, helloFrame], 'welcome'],
  ] },
  { about: 'reserved bits and opcodes', cases: [
    ...[1, 2, 4, 7].map((rsv) => [`RSV ${rsv}`, [{ rsv, payload: hello }], 'cut'] as never),
    ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => [`opcode ${opcode}`, [{ opcode, payload: 'x' }],
      'cut'] as never),
  ] },
  { about: 'closing', cases: [
    ['without a code', [{ opcode: 8 }], { close: 1005 }],
    ...[1000, 1001, 1003, 1007, 4000, 4999].map((code) =>
      [`with ${code}`, [{ opcode: 8, payload: closeOf(code, 'bye') }], { close: code }] as never),
    // Codes nobody may send are answered by an empty close.
    ...[0, 999, 1004, 1005, 1006, 1015, 1100, 2999, 5000, 65_535].map((code) =>
      [`with ${code}`, [{ opcode: 8, payload: closeOf(code, 'bye') }], { close: 1005 }] as never),
    ['with one byte', [{ opcode: 8, payload: Uint8Array.of(3) }], { close: 1005 }],
    ['with a reason of 123 bytes', [{ opcode: 8, payload: closeOf(1000, 'x'.repeat(123)) }], { close: 1000 }],
    ['with a reason of 124 bytes', [{ opcode: 8, payload: closeOf(1000, 'x'.repeat(124)) }], 'cut'],
    [
      'with a reason that is no UTF-8',
      [{ opcode: 8, payload: closeOf(1000, Uint8Array.of(0xc0, 0xaf)) }], { close: 1005 },
    ],
    ['and more after it', [{ opcode: 8, payload: closeOf(1000) }, helloFrame], { close: 1000 }],
    ['twice', [{ opcode: 8, payload: closeOf(1000) }, { opcode: 8, payload: closeOf(1001) }], { close: 1000 }],
  ] },
])('WebSocket: $about', ({ cases }) => {
  test.each(cases)('%s', async (_what, frames, expected) => {
    const answer = await speak(frames, expected)
    expect(answer.statuses[0]).toBe(101)
    expect(answer.frames.every(({ fin }) => fin)).toBe(true)
    if (expected === 'welcome') {
      expect(answer.closeCode).toBeNull()
      expect(answer.frames.some(({ opcode }) => opcode === 2)).toBe(true)
    } else if (expected === 'pong') {
      expect(answer.ended).toBe(false)
    } else if (expected === 'cut') {
      expect([answer.ended, answer.closeCode]).toEqual([true, null])
    } else {
      expect([answer.ended, answer.closeCode]).toEqual([true, expected.close])
      if (expected.says !== undefined) expect(answer.closeReason).toContain(expected.says)
    }
  })
})

test('a pong brings the ping’s bytes back, each ping its own', async () => {
  const payloads = [Buffer.alloc(125, 97), Buffer.from('two'), Buffer.alloc(0)]
  const { port } = ground.hub
  const answer = await exchange({
    port, until: ({ frames }) => frames.length === payloads.length,
    head: upgradeHead({ path: '/phone', port, headers: { Authorization: ground.bearer } }),
    pieces: payloads.map((payload) => clientFrame({ opcode: 9, payload })),
  })
  expect(answer.frames.map(({ payload }) => payload)).toEqual(payloads)
})

test('unmasked frames are taken for masked ones: they say nothing, and end as malformed', async () => {
  const { port } = ground.hub
  const head = upgradeHead({ path: '/phone', port, headers: { Authorization: ground.bearer } })
  const frame = clientFrame({ payload: hello, mask: false })
  const answer = await exchange({ port, head, pieces: [frame, frame] })
  expect(answer.ended).toBe(true)
  expect([closeCodes.malformedFrame.code, null]).toContain(answer.closeCode)
})

describe('upgrades', () => {
  test.each<[string, Record<string, string | null>, number]>([
    ['as it should be', {}, 101],
    ['with compression and a sub-protocol offered', {
      'Sec-WebSocket-Extensions': 'permessage-deflate', 'Sec-WebSocket-Protocol': 'a, b',
    }, 101],
    ['without Upgrade', { Upgrade: null }, 400],
    ['to something else', { Upgrade: 'h2c' }, 400],
    ['of another version', { 'Sec-WebSocket-Version': '8' }, 400],
    ['without a version', { 'Sec-WebSocket-Version': null }, 400],
    ['with a body', { 'Content-Length': '5' }, 400],
    [
      'with two keys of phones',
      { Authorization: null, 'X-A': 'b\r\nAuthorization: Bearer a.b\r\nAuthorization: Bearer c.d' }, 400,
    ],
    ['without a key of a phone', { Authorization: null }, 401],
    ['with somebody’s invention', { Authorization: `Bearer ${'a'.repeat(20)}.${'b'.repeat(43)}` }, 401],
    ['with half a key', { Authorization: 'Bearer ' }, 401],
  ])('%s', async (_what, headers, status) => {
    const { port } = ground.hub
    const head = upgradeHead({ path: '/phone', port, headers: { Authorization: ground.bearer, ...headers } })
    const { statuses, text } = await exchange({ port, pieces: [head], until: (answer) => answer.statuses.length > 0 })
    expect(statuses).toEqual([status])
    if (status !== 101) expect(text).toMatch(/"code":"(badRequest|badKey|notFound)"/)
    else expect(text).not.toMatch(/Sec-WebSocket-Extensions/i)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Turns } from '../../../hub/embedded/turns.ts'
import { frame, isCopyFromStdin, queryFrame, renameStatement } from '../../../hub/embedded/wire-frames.ts'
import { WireReader } from '../../../hub/embedded/wire-reader.ts'
import type { Incoming } from '../../../hub/embedded/wire-reader.ts'

const startup = Buffer.concat([Buffer.from([0, 0, 0, 8, 0, 3, 0, 0])])

describe('reading', () => {
  test('however the bytes are cut, the same frames come out', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 })
    const cuts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 200 })
    fc.assert(fc.property(bodies, cuts, (sent, pieces) => {
      const bytes = Buffer.concat([startup, ...sent.map((body) => frame('d', Buffer.from(body)))])
      const got = readAll(bytes, pieces).flatMap((one) => one.kind === 'frame' ? [one.bytes.subarray(5)] : [])
      expect(got.map((body) => [...body])).toEqual(sent.map((body) => [...body]))
    }))
  })

  test('encryption is declined before the start-up message', () => {
    const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])
    const kinds = readAll(Buffer.concat([sslRequest, startup, queryFrame('select 1')]), [3]).map(({ kind }) => kind)
    expect(kinds).toEqual(['sslRequest', 'startup', 'frame'])
  })

  test.each([
    ['a start-up message of no length', Buffer.from([0, 0, 0, 0, 0, 3, 0, 0])],
    ['a start-up message of 2 GB', Buffer.from([0x7f, 0xff, 0xff, 0xff, 0, 3, 0, 0])],
    ['a negative length', Buffer.concat([startup, Buffer.from([0x51, 0xff, 0xff, 0xff, 0xff])])],
    ['a length below itself', Buffer.concat([startup, Buffer.from([0x51, 0, 0, 0, 3])])],
    ['a frame above the limit', Buffer.concat([startup, Buffer.from([0x51, 0, 1, 0, 0])])],
  ])('%s is malformed', (_, bytes) => {
    expect(readAll(bytes, [bytes.length]).at(-1)).toEqual({ kind: 'malformed' })
  })
})

describe('renaming', () => {
  test('a prepared statement gets the client\'s prefix, its length follows', () => {
    const parse = frame('P', Buffer.from('mine\0select 1\0\0\0'))
    const { message, name } = renameStatement(parse, 12)
    expect(name).toBe('_12_mine')
    expect(message.toString('latin1', 5)).toBe('_12_mine\0select 1\0\0\0')
    expect(message.readInt32BE(1)).toBe(message.length - 1)
  })

  test('in Bind the second name is the statement', () => {
    const { message } = renameStatement(frame('B', Buffer.from('portal\0mine\0')), 3)
    expect(message.toString('latin1', 5)).toBe('portal\0_3_mine\0')
  })

  test('unnamed statements and portals stay', () => {
    expect(renameStatement(frame('P', Buffer.from('\0select 1\0\0\0')), 1).name).toBeNull()
    expect(renameStatement(frame('D', Buffer.from('Pportal\0')), 1).name).toBeNull()
    expect(renameStatement(frame('D', Buffer.from('Smine\0')), 1).name).toBe('_1_mine')
  })

  test('only COPY from the client waits for data', () => {
    expect(isCopyFromStdin(queryFrame('copy t from stdin (format csv)'))).toBe(true)
    expect(isCopyFromStdin(queryFrame('copy t to stdout'))).toBe(false)
    expect(isCopyFromStdin(queryFrame('select \'copy t from stdin\''))).toBe(false)
  })
})

describe('turns', () => {
  test('owners come in the order of asking, and asking again is free', async () => {
    const turns = new Turns<{ name: string }>()
    const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }]
    const order: string[] = []
    await turns.take(a)
    const waiting = [b, c].map((owner) => turns.take(owner).then(() => order.push(owner.name)))
    await turns.take(a)
    turns.pass(a)
    await waiting[0]
    expect(order).toEqual(['b'])
    expect(() => turns.pass(a)).toThrow('only the owner')
    turns.pass(b)
    await waiting[1]
    expect(order).toEqual(['b', 'c'])
  })
})

function readAll(bytes: Buffer, pieces: number[]): Incoming[] {
  const reader = new WireReader({ frameBytesMax: 10_000 })
  const got: Incoming[] = []
  let at = 0
  for (let index = 0; at < bytes.length; index += 1) {
    const size = pieces[index % pieces.length] ?? 1
    reader.push(bytes.subarray(at, at + size))
    at += size
    for (let next = reader.next(); next !== null; next = reader.next()) {
      got.push(next)
      if (next.kind === 'malformed') return got
    }
  }
  return got
}

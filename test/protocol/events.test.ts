import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toJson } from '../../protocol/catalog/golden-frame.ts'
import { pack, unpack } from '../../protocol/codec.ts'
import { stampLength } from '../../protocol/events/fact.ts'
import { facts, readEvent, writeEvent } from '../../protocol/events/index.ts'
import { messageReceived } from '../../protocol/events/phone.ts'
import type { SourceId } from '../../protocol/ids.ts'
import { type AnyShape, anyEvent } from './support/arbitraries.ts'

describe('events of the journal', () => {
  const shapes = facts.shapes.map((shape) => ({ shape }))
  test.each(shapes)('[P67] $shape.name is read as it was written', ({ shape }) => {
    fc.assert(fc.property(anyEvent([shape as unknown as AnyShape]), (event) => {
      const written = unpack(pack(writeEvent(event))) as unknown[]
      expect(toJson(readEvent(written))).toEqual(withoutNilKeys(toJson(event)))
    }), { numRuns: 30 })
  })

  test('reading writes nothing: a second round changes nothing', () => {
    fc.assert(fc.property(anyEvent(), (event) => {
      const once = readEvent(unpack(pack(writeEvent(event))) as unknown[])
      const twice = readEvent(unpack(pack(writeEvent(once as typeof event))) as unknown[])
      expect(toJson(twice)).toEqual(toJson(once))
    }))
  })

  test('`of` makes what `writeEvent` writes', () => {
    const stamp = { source: 'p/d1/i1' as SourceId, sequence: 3, epoch: 65_536, atMs: 1_767_225_600_000 }
    const fields = Object.fromEntries(messageReceived.names.map((name) => [name, null]))
    const event = messageReceived.of(stamp, fields as never)
    const values = [messageReceived.code, 'p/d1/i1', 3, 65_536, 1_767_225_600_000]
    expect(writeEvent(event).slice(0, stampLength)).toEqual(values)
    expect(event.kind).toBe('messageReceived')
  })
})

describe('what is no event of ours', () => {
  const stamp = ['p/d1/i1', 1, 0, 1_767_225_600_000]

  test('[P67] one of a newer hub is known by its stamp', () => {
    expect(readEvent([0x7f, ...stamp, 'anything'])).toEqual({
      kind: 'unknownFact', code: 0x7f, source: 'p/d1/i1', sequence: 1, epoch: 0, atMs: 1_767_225_600_000,
    })
  })

  test.each([
    [[]], [[0x20]], [[0x20, 7, 1, 0, 1]], [[0x20, 'p/d/i', '1', 0, 1]], [[0x20, 'p/d/i', 1, null, 1]],
  ])('%j has no stamp', (values) => {
    expect(readEvent(values)).toMatchObject({ field: 'stamp' })
  })

  test('a damaged one names its field', () => {
    const damaged = [0x21, ...stamp, 'wxid_a', 'wxid_b', 7]
    expect(readEvent(damaged)).toEqual({ field: 'msgSvrId', reason: 'not a text' })
  })
})

/** Inside of fields nil keys are left off. */
function withoutNilKeys(value: unknown, isEvent = true): unknown {
  if (Array.isArray(value)) return value.map((entry) => withoutNilKeys(entry, false))
  if (typeof value !== 'object' || value === null || 'hex' in value) return value
  const kept = Object.entries(value).filter(([, entry]) => isEvent || entry !== null)
  return Object.fromEntries(kept.map(([key, entry]) => [key, withoutNilKeys(entry, false)]))
}

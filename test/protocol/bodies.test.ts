import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bodies, bodyFields, emptyBody, packBody, readBody } from '../../protocol/bodies.ts'
import { pack } from '../../protocol/codec.ts'
import { commandShapes, packCommand, readCommand } from '../../protocol/commands.ts'
import { toJson } from '../../protocol/catalog/golden-frame.ts'
import type { FieldSet } from '../../protocol/fields.ts'
import { messageTypes } from '../../protocol/kinds.ts'
import { limits } from '../../protocol/limits.ts'
import { type AnyShape, anyFields, anyMessage } from './support/arbitraries.ts'

const types = Object.keys(bodyFields) as (keyof Bodies)[]

describe('[P42] the body of a message', () => {
  test('is read as it was packed, whatever keys it has', () => {
    const bodies = fc.constantFrom(...types).chain((type) => {
      return anyFields(bodyFields[type]).chain((whole) => fc.subarray(Object.keys(whole)).map((keys) => {
        return { type, body: Object.fromEntries(keys.map((key) => [key, whole[key]])) }
      }))
    })
    fc.assert(fc.property(bodies, ({ type, body }) => {
      expect(readBody(type, packBody(type, body))).toEqual(body)
    }))
  })

  test('belongs to a kind of message', () => {
    expect(types.filter((type) => !messageTypes.includes(type))).toEqual([])
  })

  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)], ['an empty map', emptyBody], ['no map', pack([1, 2])],
    ['nil', pack(null)],
    ['half a map', pack({ width: 7 }).subarray(0, 4)], ['an extension', Uint8Array.of(0xd4, 0x72, 0x40)],
    ['a deep hole', new Uint8Array(limits.bodyBytesMax).fill(0x91)],
  ])('%s is an empty body', (_what, bytes) => {
    expect(readBody('picture', bytes)).toEqual({})
  })

  test('what does not fit is as good as left out', () => {
    const bytes = pack({ width: 'wide', height: 7, bytes: -1, colour: 'red', __proto__: null })
    expect(readBody('picture', bytes)).toEqual({ height: 7 })
    expect(readBody('location', pack({ lat: 91, lng: 121.47, label: null }))).toEqual({ lng: 121.47 })
  })

  test('whatever bytes there are, it is a body', () => {
    fc.assert(fc.property(fc.constantFrom(...types), fc.uint8Array({ maxLength: 60 }), (type, bytes) => {
      const body = readBody(type, bytes)
      for (const [key, value] of Object.entries(body)) {
        const fields = bodyFields[type] as FieldSet
        expect(fields[key]?.check(value)).toBeNull()
      }
    }), { numRuns: 1_000 })
  })
})

describe('[P47] the arguments of a command', () => {
  test('are read as they were packed', () => {
    fc.assert(fc.property(anyMessage(commandShapes as unknown as AnyShape[]), ({ value }) => {
      const args = packCommand(value as never)
      expect(toJson(readCommand(value.kind, args))).toEqual(toJson(value))
      expect(args.length).toBeLessThanOrEqual(limits.frameBytesMax / 2)
    }))
  })

  test.each<[string, string, Uint8Array]>([
    ['a command that is not known', 'dance', pack([9])],
    ['a code of another command', 'sendMessage', pack([2, 'a', '1'])],
    ['no array', 'recallMessage', pack({ peer: 'a' })], ['too few', 'recallMessage', pack([2, 'a'])],
    ['bytes of nothing', 'recallMessage', new Uint8Array(0)],
    ['an extension', 'recallMessage', Uint8Array.of(0xd4, 0x72, 0x40)],
  ])('%s: null, the phone answers unsupported or badArguments', (_what, name, args) => {
    expect(readCommand(name, args)).toBeNull()
  })
})

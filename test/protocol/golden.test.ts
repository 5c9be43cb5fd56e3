import { describe, expect, test } from 'vitest'
import { type Bodies, readBody } from '../../protocol/bodies.ts'
import { families, toHex, toJson } from '../../protocol/catalog/golden-frame.ts'
import type { MalformedFrame } from '../../protocol/catalog/malformed.ts'
import { unpack } from '../../protocol/codec.ts'
import { readCommand } from '../../protocol/commands.ts'
import { readEvent } from '../../protocol/events/index.ts'
import { type Misfit, decodeFrame, encodeFrame } from '../../protocol/frame.ts'
import { fromHex, goldenFrames, readGolden } from './support/golden-files.ts'

describe('golden frames', () => {
  test.each(goldenFrames())('[P2] $to $golden.name is read as its value', ({ to, golden }) => {
    const frame = decodeFrame(fromHex(golden.frame), families[to])
    expect(frame.kind === 'frame' && frame.messages.map(toJson)).toEqual(golden.messages)
  })

  test('[P2] every message of both directions has some', () => {
    const named = new Set(goldenFrames().flatMap(({ to, golden }) => {
      return golden.messages.map((message) => `${to} ${(message as { kind: string }).kind}`)
    }))
    const all = Object.entries(families).flatMap(([to, { shapes }]) => {
      return shapes.map(({ name }) => `${to} ${name}`)
    })
    expect(all.filter((one) => !named.has(one))).toEqual([])
  })

  test('[P4] what is read is written as the hub writes it', () => {
    for (const { to, golden } of goldenFrames().filter(({ golden: { frame } }) => frame.length < 20_000)) {
      const frame = decodeFrame(fromHex(golden.frame), families[to])
      if (frame.kind !== 'frame') throw new Error(golden.name)
      const raw = frame.messages.map((message) => shapeOf(to, message.kind).write(message as never))
      const again = decodeFrame(encodeFrame(raw), families[to])
      expect(toJson(again)).toEqual(toJson(frame))
    }
  })
})

describe('what travels inside', () => {
  const commands = readGolden('commands.json') as { name: string; command: { kind: string }; args: string }[]
  test.each(commands)('[P47] $name', ({ command, args }) => {
    expect(toJson(readCommand(command.kind, fromHex(args)))).toEqual(command)
  })

  interface GoldenBody { name: string; type: keyof Bodies; body: object; bytes: string }
  const bodies = readGolden('bodies.json') as GoldenBody[]
  test.each(bodies)('[P42] $name', ({ type, body, bytes }) => {
    expect(readBody(type, fromHex(bytes))).toEqual(body)
  })

  const events = readGolden('events.json') as { name: string; event: object; bytes: string }[]
  test.each(events)('[P67] $name', ({ event, bytes }) => {
    expect(toJson(readEvent(unpack(fromHex(bytes)) as unknown[]))).toEqual(event)
  })
})

describe('malformed frames', () => {
  const malformed = readGolden('malformed.json') as MalformedFrame[]
  test.each(malformed)('[P7, P26] $name', ({ to, frame: hex, tail, expect: outcome }) => {
    const bytes = fromHex(hex + (tail === undefined ? '' : tail.hex.repeat(tail.times)))
    const frame = decodeFrame(bytes, families[to])
    const isFrame = frame.kind === 'frame'
    expect(isFrame ? answerTo(frame.messages[0] as Misfit) : { close: 'malformed-frame' }).toEqual(outcome)
  })
})

/** P26: what can be read of a message decides. */
function answerTo({ kind, code, values, fault }: Misfit): object {
  expect(kind).toBe('misfit')
  const sequence = values[1]
  const isNumbered = code >= 0x10 && Number.isSafeInteger(sequence) && (sequence as number) > 0
  if (!isNumbered) return { close: 'unreadable-message' }
  return { refused: fault.field === 'code' ? 'unknownMessage' : 'badField', field: fault.field, sequence }
}

function shapeOf(to: keyof typeof families, kind: string): { write(value: never): unknown[] } {
  const found = families[to].shapes.find(({ name }) => name === kind)
  if (found === undefined) throw new Error(`${to} ${kind}`)
  return found
}

test('hex and JSON of bytes', () => {
  expect(toHex(Uint8Array.of(0, 15, 255))).toBe('000fff')
  expect(toJson({ body: Uint8Array.of(1), list: [Uint8Array.of(2)] }))
    .toEqual({ body: { hex: '01' }, list: [{ hex: '02' }] })
})

import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { HttpHub } from './http-hub.ts'

/** Brings a medium as a user; its id. */
export async function uploadAs(
  hub: Pick<HttpHub, 'url'>, { cookie, mime, content }: { cookie: string; mime: string; content: Uint8Array },
): Promise<string> {
  const media = createHash('sha256').update(content).digest('hex')
  const answer = await fetch(`${hub.url}/media/${media}`, {
    method: 'PUT', headers: { cookie, 'content-type': mime }, body: new Uint8Array(content),
  })
  await answer.arrayBuffer()
  expect(answer.status).toBeLessThan(300)
  return media
}

/** PCM, 16 bits, mono; `declared` is what its header says of the sound's length. */
export function wavOf(
  { seconds, rate = 8_000, before = [], declared }:
    { seconds: number; rate?: number; before?: readonly Buffer[]; declared?: number },
): Buffer {
  const sound = Buffer.alloc(Math.round(seconds * rate) * 2)
  const format = Buffer.alloc(16)
  format.writeUInt16LE(1, 0)
  format.writeUInt16LE(1, 2)
  format.writeUInt32LE(rate, 4)
  format.writeUInt32LE(rate * 2, 8)
  format.writeUInt16LE(2, 12)
  format.writeUInt16LE(16, 14)
  const chunks = Buffer.concat([...before, chunk('fmt ', format), chunk('data', sound, declared)])
  return Buffer.concat([chunk('RIFF', Buffer.alloc(0), chunks.length + 4), Buffer.from('WAVE'), chunks])
}

export function chunk(name: string, content: Buffer, length = content.length): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 0, 'latin1')
  head.writeUInt32LE(length, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}

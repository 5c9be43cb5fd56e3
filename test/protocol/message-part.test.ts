import { expect, test } from 'vitest'
import { readBody } from '../../protocol/bodies.ts'
import { type MessagePart, draftOfPart, messageParts, partLimits, partSummary } from '../../protocol/message-part.ts'
import type { MediaId } from '../../protocol/ids.ts'

const media = 'a'.repeat(64) as MediaId
const { check } = messageParts()
const texts = (count: number, text: string) => Array.from({ length: count }, () => ({ type: 'text', text }))

test.each<[string | null, unknown]>([
  [null, [{ type: 'text', text: '您好[微笑]😀' }, { type: 'picture', media }, { type: 'file', media, text: '报价.pdf' }]],
  [null, [{ type: 'link', title: '楼盘', url: 'https://example.com/a?b=1', media }]],
  ['empty', []], ['not a list', { type: 'text' }], ['entry 0: type: missing', [{ text: 'x' }]],
  ['entry 0: text: empty', [{ type: 'text', text: ' \n' }]], ['entry 1: media: missing', [{ type: 'text', text: 'a' },
    { type: 'video' }]],
  ['entry 0: url: not a https or http address', [{ type: 'link', title: 'x', url: 'javascript:alert(1)' }]],
  ['entry 0: title: empty', [{ type: 'link', url: 'https://example.com' }]],
  [`more than ${partLimits.partsMax} entries`, texts(11, 'x')],
  [`longer than ${partLimits.bytesMax} bytes`, texts(3, '字'.repeat(5_000))],
])('[QR-2] messages of a reply: %s', (fault, value) => {
  expect(check(value)).toBe(fault)
})

test('[QR-2] a part becomes what a phone is asked to send, and a line of a list', () => {
  const link: MessagePart = { type: 'link', title: '楼盘', url: 'https://example.com', description: '', media }
  const draft = draftOfPart(link)
  expect(draft).toMatchObject({ type: 'link', text: '楼盘', media })
  expect(readBody('link', draft.body)).toEqual({ title: '楼盘', url: 'https://example.com', cover: media })
  const voice = draftOfPart({ type: 'voice', media, durationMs: 1_200, bytes: 99, width: 0 })
  expect(readBody('voice', voice.body)).toEqual({ durationMs: 1_200, bytes: 99 })
  expect([link, { type: 'text', text: 'a\n b' } as const, { type: 'picture', media } as const].map(partSummary))
    .toEqual(['[图文链接]楼盘', 'a b', '[图片]'])
})

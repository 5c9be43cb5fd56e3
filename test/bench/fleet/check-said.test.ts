import { expect, test } from 'vitest'
import { faultOfSaid } from '../../../bench/fleet/check-said.ts'
import { emptyBody, packBody } from '../../../protocol/bodies.ts'
import type { PeerId } from '../../../protocol/ids.ts'

const room = '1@chatroom' as PeerId
const rooms = [{ chatroom: room, members: [{ wxid: 'w1' as PeerId, nickname: '小伟', displayName: '伟总' }] }]
const saying = { kind: 'sendMessage', peer: room, media: null, text: '@伟总\u2005好' } as const
const text = (mentions: string[]) => ({ ...saying, type: 'text' as const, body: packBody('text', { mentions }) })

test.each([
  ['an @ of a member by the name they have there', text(['w1']), null],
  ['an @ of everybody', { ...text(['notify@all']), text: '@所有人 好' }, null],
  ['an @ of somebody who isn’t there', text(['w2']), 'notFound'],
  ['an @ whose name isn’t in the text', { ...text(['w1']), text: '好' }, 'badArguments'],
  ['an @ outside of a chatroom', { ...text(['w1']), peer: 'w1' as PeerId }, 'badArguments'],
  ['a plain text', { ...text([]), body: emptyBody }, null],
  ['a reply to nothing', { ...saying, type: 'quote' as const, body: emptyBody }, 'badArguments'],
  ['a reply', { ...saying, type: 'quote' as const, body: packBody('quote', { msgSvrId: '7' }) }, null],
])('[SEAT-3] the phone judges %s', (_what, command, code) => {
  expect(faultOfSaid(command, rooms)?.code ?? null).toBe(code)
})

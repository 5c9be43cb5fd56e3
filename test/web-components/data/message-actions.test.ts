import { describe, expect, test } from 'vitest'
import { emptyBody, packBody, readBody } from '../../../protocol/bodies.ts'
import type { ChatMessage } from '../../../protocol/chat-message.ts'
import { originalOf } from '../../../protocol/forwarded.ts'
import type { AccountId, MediaId, MsgSvrId, PeerId, UserId } from '../../../protocol/ids.ts'
import { textSaid } from '../../../web-components/agent/say-text.ts'
import { type ConversationKey } from '../../../web-components/data/conversation-key.ts'
import { forwardAll } from '../../../web-components/data/forward.ts'
import { type Said, newLocal, recallEndsMs } from '../../../web-components/data/local-message.ts'
import { actionsOf } from '../../../web-components/data/message-actions.ts'

const user = 'u1' as UserId
const account = 'wxid_ours' as AccountId
const peer = 'wxid_lily' as PeerId
const media = 'ab'.repeat(32) as MediaId

const message = (parts: Partial<ChatMessage> = {}): ChatMessage => ({
  ...newLocal('', { account, peer, type: 'text', text: '你好', media: null, body: emptyBody }, 1_000).message,
  position: 9, direction: 'in', state: 'received', msgSvrId: '77' as MsgSvrId, ...parts,
})
const sent = (parts: Partial<ChatMessage> = {}) => message({ direction: 'out', state: 'sent', user, ...parts })
const actions = (one: ChatMessage, nowMs = 2_000) => actionsOf({ message: one, local: null }, { user, nowMs })

describe('[SEAT-4] what can be done with a message', () => {
  test('a customer’s text: everything but taking it back', () => {
    expect(actions(message())).toEqual(['copy', 'quote', 'forward', 'select'])
  })

  test('one’s own: it can be taken back for two minutes', () => {
    const one = sent()
    expect(actions(one, recallEndsMs(one) - 1)).toContain('recall')
    expect(actions(one, recallEndsMs(one))).not.toContain('recall')
  })

  test('a phone whose clock is behind shortens nothing', () => {
    expect(recallEndsMs(sent({ journalMs: 500_000, sentAtMs: 10_000 }))).toBe(620_000)
  })

  test('what others of us sent, typed on the phone, or didn’t send can’t be taken back', () => {
    const others = [sent({ user: 'u2' as UserId }), message({ direction: 'out' }), sent({ state: 'failed' })]
    for (const one of others) expect(actions(one)).not.toContain('recall')
  })

  test('what was taken back and system lines have no menu', () => {
    expect(actions(sent({ state: 'recalled' }))).toEqual([])
    expect(actions(message({ type: 'system' }))).toEqual([])
  })

  test('money and voices aren’t passed on, nor what is still on the phone', () => {
    for (const type of ['transfer', 'redPacket', 'voice'] as const) {
      expect(actions(message({ type, media }))).not.toContain('forward')
    }
    expect(actions(message({ type: 'picture' }))).not.toContain('forward')
    expect(actions(message({ type: 'picture', media }))).toContain('forward')
  })
})

describe('[SEAT-3] a reply', () => {
  test('names what it quotes: its id, who said it, what it was', () => {
    const quoted = message({ peer: 'r@chatroom' as PeerId, sender: 'wxid_member' as PeerId, text: '字'.repeat(300) })
    const { type, text, body } = textSaid({ text: '好的', mentions: [], quoted })
    expect([type, text]).toEqual(['quote', '好的'])
    const quote = readBody('quote', body)
    expect(quote).toMatchObject({ msgSvrId: '77', sender: 'wxid_member', kind: 'text' })
    expect(quote.text).toBe(`${'字'.repeat(200)}…`)
  })

  test('keeps whom it mentions, as a plain text does', () => {
    const mentions = ['wxid_member']
    expect(readBody('quote', textSaid({ text: '@小方\u2005好', mentions, quoted: message() }).body).mentions)
      .toEqual(mentions)
    expect(readBody('text', textSaid({ text: '@小方\u2005好', mentions, quoted: null }).body)).toEqual({ mentions })
    expect(textSaid({ text: '好', mentions: [], quoted: null }).body).toEqual(emptyBody)
  })
})

test('[SEAT-4] several go to several, in their order, media by reference, with a note behind', () => {
  const at = (journalMs: number) => ({ position: journalMs, journalMs })
  const picture = message({ ...at(300), type: 'picture', media, body: packBody('picture', { width: 4 }) })
  const quote = message({ ...at(100), type: 'quote', text: '好', body: packBody('quote', { text: 'x' }) })
  const money = message({ type: 'transfer', ...at(200) })
  const said: [ConversationKey, Said][] = []
  const to = ['a b', 'c d'] as ConversationKey[]
  forwardAll({ messages: [picture, money, quote], to, note: '请看' }, (key, one) => said.push([key, one]))
  expect(said.map(([key, { type, text }]) => `${key}: ${type} ${text}`)).toEqual([
    'a b: text 好', 'a b: picture 你好', 'a b: text 请看', 'c d: text 好', 'c d: picture 你好', 'c d: text 请看',
  ])
  expect(said[1]?.[1]).toMatchObject({ media, body: picture.body })
  expect(said[0]?.[1].body).toEqual(emptyBody)
  // What stands here may be masked: the hub is told whose words these are.
  expect(said[0]?.[1].original).toEqual(originalOf(quote))
  expect(said[2]?.[1].original).toBeUndefined()
})

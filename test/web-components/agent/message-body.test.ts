import { html, render } from 'lit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bodies, emptyBody, packBody } from '../../../protocol/bodies.ts'
import type { MediaId, MsgSvrId } from '../../../protocol/ids.ts'
import { type MessageType, messageTypes } from '../../../protocol/kinds.ts'
import { messageBody } from '../../../web-components/agent/message-body.ts'
import { keyOf } from '../../../web-components/data/conversation-key.ts'
import { newLocal } from '../../../web-components/data/local-message.ts'
import { account, peerOf } from '../support/model-hub.ts'
import { type TestConsole, newConsole } from '../support/new-console.ts'

const media = 'ab'.repeat(32) as MediaId
let page: HTMLElement
let opened: string[] = []
let it: TestConsole

beforeEach(() => {
  page = document.createElement('div')
  opened = []
  it = newConsole()
})
afterEach(() => it.seat.stop())

test('a text stays a text, whatever it looks like', () => {
  show('text', { text: '<img src=x onerror=alert(1)> & <b>粗</b>' })
  expect(page.querySelector('img, b')).toBeNull()
  expect(words()).toBe('<img src=x onerror=alert(1)> & <b>粗</b>')
})

test('addresses are links that tell nobody where they were found; codes are faces', () => {
  show('text', { text: '看[微笑]https://shop.example.com/a?b=1。谢谢' })
  const link = page.querySelector('a')
  expect(link?.getAttribute('href')).toBe('https://shop.example.com/a?b=1')
  expect(link?.getAttribute('rel')).toContain('noreferrer')
  expect(words()).toBe('看🙂https://shop.example.com/a?b=1。谢谢')
})

const strange = ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'nonsense']
test.each(strange)('%s is no link', (url) => {
  show('link', { body: packBody('link', { title: '点我', url }) })
  expect(page.querySelector('a')).toBeNull()
  expect(words()).toContain('点我')
})

test('a picture keeps its place before it is loaded, and opens large', () => {
  show('picture', { media, body: packBody('picture', { width: 1200, height: 600, bytes: 9 }) })
  const button = page.querySelector('button') as HTMLElement
  expect(button.style.width).toBe('240px')
  expect(button.style.height).toBe('120px')
  button.click()
  expect(opened).toEqual(['key'])
})

test('media that the phone still has say so', () => {
  for (const type of ['picture', 'video', 'voice', 'file'] as const) {
    show(type, {})
    expect(words()).toMatch(/还没有上传|从手机取|还在手机上/)
    expect(page.querySelector('img, video, ark-voice, a')).toBeNull()
  }
})

describe('kinds say what they carry', () => {
  test.each<[keyof Bodies, Bodies[keyof Bodies], string[]]>([
    ['file', { name: '报价.xlsx', bytes: 2048, ext: 'xlsx' }, ['报价.xlsx', '2 KB', 'XLSX']],
    ['link', { title: '新品', description: '五折', url: 'https://a.example.com/x' }, ['新品', '五折', 'a.example.com']],
    ['card', { nickname: '王经理', alias: 'wang', wxid: 'w1' }, ['王经理', 'wang', '个人名片']],
    ['location', { poi: '西湖', label: '杭州市', lat: 30.2, lng: 120.1 }, ['西湖', '杭州市', '30.20000']],
    ['miniProgram', { title: '商城' }, ['商城', '小程序']],
    ['transfer', { amountFen: 1234, memo: '定金' }, ['¥12.34', '定金', '等待收款']],
    ['transfer', { display: '￥0.10' }, ['￥0.10']],
    ['redPacket', { greeting: '恭喜' }, ['恭喜', '微信红包']],
    ['quote', { sender: '小方', kind: 'picture', text: '' }, ['小方', '[图片]']],
    ['mergedHistory', { title: '聊天记录', lines: ['甲：在', '乙：好'] }, ['甲：在', '乙：好']],
    ['videoChannel', { title: '量尺', nickname: '暖冬' }, ['量尺', '视频号', '暖冬']],
    ['audioCall', { durationMs: 61_000 }, ['通话时长 1:01']],
    ['videoCall', { state: 'missed' }, ['未接听']],
  ])('%s', (type, body, expected) => {
    show(type, { body: packBody(type, body as Bodies['link']) })
    for (const text of expected) expect(words()).toContain(text)
  })
})

test('[SEAT-3] what is quoted can be looked up, by its id', () => {
  show('quote', { text: '有货', body: packBody('quote', { msgSvrId: '77', sender: account, kind: 'text', text: '在吗' }) })
  page.querySelector('blockquote')?.querySelector('button')?.click()
  expect(opened).toEqual(['77'])
})

test('[SEAT-3] a voice note has a dot until it was heard', () => {
  const body = packBody('voice', { durationMs: 4_000 })
  show('voice', { media, body, msgSvrId: '5' as MsgSvrId, journalMs: Date.now() })
  expect(page.querySelector('ark-voice')).toMatchObject({ isNew: true, durationMs: 4_000 })
  it.seat.desk.heard.add({ msgSvrId: '5' as MsgSvrId })
  show('voice', { media, body, msgSvrId: '5' as MsgSvrId, journalMs: Date.now() })
  expect(page.querySelector('ark-voice')).toMatchObject({ isNew: false })
})

test('money shows how far it has come', () => {
  const body = packBody('transfer', { amountFen: 100 })
  for (const [progress, text] of [['accepted', '已收款'], ['refunded', '已退还'], ['other', '状态未知']] as const) {
    show('transfer', { body, progress })
    expect(words()).toContain(text)
  }
})

test('every kind has a look, a damaged body hides none', () => {
  for (const type of messageTypes) {
    show(type, { text: '看得见', body: new Uint8Array([0xc1, 0xff]) })
    expect(words()).not.toBe('')
  }
  show('unknown', { text: '新东西' })
  expect(words()).toContain('不支持的消息')
  expect(words()).toContain('新东西')
})

function show(
  type: MessageType, { text = '', body = emptyBody, ...rest }: {
    text?: string; body?: Uint8Array; media?: MediaId; progress?: string; msgSvrId?: MsgSvrId; journalMs?: number
  },
): void {
  const { message } = newLocal('key', { account, peer: peerOf(0), type, text, media: null, body }, 0)
  const item = {
    key: 'key', local: null, note: null, above: null, first: true,
    message: { ...message, direction: 'in' as const, ...rest },
  }
  render(html`${messageBody(item, {
    seat: it.seat, conversation: keyOf({ account, peer: peerOf(0) }), openPicture: (key) => opened.push(key),
    jumpTo: (msgSvrId) => opened.push(msgSvrId), playVoice: (key) => opened.push(key),
  })}`, page)
}

function words(): string {
  return (page.textContent ?? '').replace(/\s+/g, ' ').trim()
}

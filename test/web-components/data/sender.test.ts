import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tabSource } from '../../../protocol/ids.ts'
import { keyOf } from '../../../web-components/data/conversation-key.ts'
import { faultText } from '../../../web-components/data/fault-text.ts'
import { threadItems } from '../../../web-components/agent/thread-items.ts'
import { type TestConsole, newConsole, tab } from '../support/new-console.ts'
import type { FakeSocket } from '../support/fake-socket.ts'
import { account, peerOf, user } from '../support/model-hub.ts'

const peer = peerOf(0)
const key = keyOf({ account, peer })
const source = tabSource(user, tab)
let it: TestConsole
let socket: FakeSocket

beforeEach(async () => {
  it = newConsole()
  it.hub.received(peer, { msgSvrId: '1', text: '你好' })
  it.seat.link.start()
  socket = await it.greet()
  it.seat.openThread(key)
  await it.settled()
})

afterEach(() => it.seat.stop())

describe('sending', () => {
  test('shows at once, becomes the stored message under the same key, then sent', async () => {
    it.seat.sender.sendText(key, 'ours')
    const [, waiting] = items()
    expect(waiting).toMatchObject({ key: 'tab1.1', local: { state: 'waiting' }, message: { text: 'ours' } })
    const task = it.hub.sent(peer, { source })
    socket.acks(1)
    happen()
    expect(items()[1]).toMatchObject({ key: waiting?.key, local: null, message: { state: 'sending' } })
    it.hub.finished(task, { outcome: 'succeeded', msgSvrId: '77' })
    happen()
    expect(items()[1]).toMatchObject({ key: waiting?.key, message: { state: 'sent', msgSvrId: '77' } })
    expect(items()).toHaveLength(2)
  })

  test('a refused one says why, and trying again is a new send', () => {
    it.seat.sender.sendText(key, '敏感')
    socket.refuses(1, 'sensitiveWord')
    const local = it.seat.thread(key).locals[0]
    expect(local).toMatchObject({ state: 'refused', fault: { code: 'sensitiveWord' } })
    expect(faultText(local?.fault ?? { code: null, reason: null })).toBe('含有敏感词「refused by the test」，请修改后再发')
    if (local !== undefined) it.seat.sender.retryLocal(key, local)
    expect(socket.said.at(-1)).toMatchObject({ kind: 'sendRequested', sequence: 2, retryOf: null })
    expect(it.seat.thread(key).locals).toMatchObject([{ state: 'waiting', task: 'tab1.2' }])
  })

  test('a refused one is still there after a reload, until it is dealt with', () => {
    it.seat.sender.sendText(key, '敏感')
    socket.refuses(1, 'sensitiveWord')
    const again = newConsole({ hub: it.hub, storage: it.storage, kept: true })
    const [local] = again.seat.thread(key).locals.filter(({ state }) => state === 'refused')
    expect(local).toMatchObject({ message: { text: '敏感' }, fault: { code: 'sensitiveWord' } })
    if (local !== undefined) again.seat.sender.discardLocal(key, local)
    const third = newConsole({ hub: it.hub, storage: it.storage, kept: true })
    expect(third.seat.thread(key).locals.filter(({ state }) => state === 'refused')).toEqual([])
  })

  test('a refusal that was lost with the connection is found out after the reconnect', async () => {
    it.seat.sender.sendText(key, '一')
    socket.drop(1006)
    it.seat.link.reconnectNow()
    const next = await it.greet(1)
    expect(it.seat.thread(key).locals).toMatchObject([{ state: 'waiting' }])
    next.reaches(it.hub.position)
    expect(it.seat.thread(key).locals).toMatchObject([{ state: 'refused', fault: { code: 'refused' } }])
  })

  test('a refusal that was lost with its hub is found out when the thread has been read again', async () => {
    it.seat.sender.sendText(key, 'ours')
    it.seat.sender.sendText(key, '二')
    // The first one is in the journal, of which this console hears nothing.
    it.hub.sent(peer, { source })
    socket.drop(1006)
    it.seat.link.reconnectNow()
    const next = await it.greet(2)
    next.resets()
    next.reaches(it.hub.position)
    await it.settled()
    const [local] = it.seat.thread(key).locals
    expect(local).toMatchObject({ state: 'refused', fault: { code: 'refused' }, message: { text: '二' } })
    expect(items().map(({ message }) => message?.text)).toEqual(['你好', 'ours', '二'])
  })

  test('a failed one is tried again under its own task', () => {
    it.seat.sender.sendText(key, 'ours')
    const task = it.hub.sent(peer, { source })
    it.hub.finished(task, { outcome: 'failed', msgSvrId: '0' })
    socket.acks(1)
    happen()
    const failed = items()[1]
    expect(failed?.message).toMatchObject({ state: 'failed', faultCode: 'tooFrequent' })
    if (failed !== undefined) it.seat.sender.retry(failed.message)
    expect(socket.said.at(-1)).toMatchObject({ sequence: 2, retryOf: 'tab1.1' })
    expect(items()[1]?.message.state).toBe('sending')
    it.hub.sent(peer, { source, retryOf: task })
    it.hub.finished(task, { outcome: 'succeeded', msgSvrId: '78' })
    happen()
    expect(items()[1]?.message.state).toBe('sent')
    expect(items()).toHaveLength(2)
  })

  test('a retry that the hub refuses leaves the message as it was, with a notice', () => {
    const task = it.hub.sent(peer)
    it.hub.finished(task, { outcome: 'unknown', msgSvrId: '0' })
    happen()
    const unknown = items()[1]
    if (unknown !== undefined) it.seat.sender.retry(unknown.message)
    socket.refuses(1, 'deviceBusy')
    expect(items()[1]?.message.state).toBe('unknown')
    expect(it.notices).toEqual(['重发失败：手机积压的任务太多，请稍后再发'])
  })

  test('what another tab sends appears here too', () => {
    it.hub.sent(peer)
    happen()
    expect(items()[1]).toMatchObject({ local: null, message: { direction: 'out', text: 'ours' } })
  })

  test('a recall after two minutes isn’t even asked for', () => {
    const task = it.hub.sent(peer)
    it.hub.finished(task, { outcome: 'succeeded', msgSvrId: '79' })
    happen()
    const count = socket.said.length
    const sent = items()[1]
    if (sent !== undefined) it.seat.sender.recall(sent.message)
    expect(socket.said).toHaveLength(count)
    expect(it.notices).toEqual(['已超过两分钟，无法撤回'])
  })
})

test('[RULE-5] [AUTO-4] an agent’s own mode shows at once, and as the hub has it after a welcome', async () => {
  it.seat.mode.change({ away: true })
  it.seat.mode.change({ autoReply: true })
  expect(it.seat.mode.now.value).toEqual({ away: true, autoReply: true })
  expect(socket.said.slice(-2)).toMatchObject([
    { kind: 'seatModeChanged', away: true, autoReply: false }, { kind: 'seatModeChanged', away: true, autoReply: true },
  ])
  socket.drop(1006)
  it.seat.link.reconnectNow()
  await it.greet(1)
  expect(it.seat.mode.now.value).toEqual({ away: false, autoReply: false })
})

describe('reading', () => {
  test('is said once per newest message, and the counter falls at once', () => {
    const row = () => it.seat.store.conversations.rows[0]
    expect(it.seat.unreadTotal.value).toBe(1)
    it.seat.markRead(key)
    it.seat.markRead(key)
    const said = socket.said.filter(({ kind }) => kind === 'conversationRead')
    expect(said).toMatchObject([{ upTo: row()?.lastPosition }])
    expect(it.seat.unreadTotal.value).toBe(0)
    it.hub.received(peer, { msgSvrId: '2' })
    happen()
    expect(it.seat.unreadTotal.value).toBe(2)
  })
})

function items() {
  return threadItems(it.seat.thread(key))
}

function happen(): void {
  socket.happens(it.hub.journal)
}

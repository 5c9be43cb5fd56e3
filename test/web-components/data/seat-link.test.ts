import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { closeCodes, closeReason } from '../../../protocol/close-codes.ts'
import { limits } from '../../../protocol/limits.ts'
import { type TestConsole, newConsole } from '../support/new-console.ts'
import { type ModelHub, account, peerOf } from '../support/model-hub.ts'
import { keyOf } from '../../../web-components/data/conversation-key.ts'
import type { FakeSocket } from '../support/fake-socket.ts'

const key = keyOf({ account, peer: peerOf(0) })
let made: TestConsole[] = []

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  for (const { seat } of made) seat.stop()
  made = []
  vi.useRealTimers()
})

describe('greeting', () => {
  test('a fresh console asks for everything, a returning one names its cursor', async () => {
    const it = start()
    const first = await it.greet()
    expect(first.said[0]).toMatchObject({ kind: 'hello', cursor: null, tab: 'tab1' })
    expect(it.seat.link.state.value.state).toBe('online')
    it.hub.received(peerOf(0), { msgSvrId: '1' })
    first.happens(it.hub.journal)
    first.drop(1006)
    const second = await comeBack(it)
    expect(second.said[0]).toMatchObject({ kind: 'hello', cursor: it.hub.position })
  })

  test('what happened meanwhile comes once, what came twice is ignored', async () => {
    const it = start()
    const first = await it.greet()
    it.hub.received(peerOf(0), { msgSvrId: '1' })
    first.happens(it.hub.journal)
    await it.settled()
    first.drop(1006)
    it.hub.received(peerOf(0), { msgSvrId: '2' })
    const second = await comeBack(it)
    second.happens(it.hub.journal)
    second.happens(it.hub.journal)
    await it.settled()
    expect(it.seat.store.conversations.row(key)?.unread).toBe(2)
  })

  test('a reset loads afresh from the welcome’s position', async () => {
    const it = start()
    const first = await it.greet()
    first.drop(1006)
    it.hub.received(peerOf(0), { msgSvrId: '1' })
    it.hub.received(peerOf(1), { msgSvrId: '2' })
    const second = await comeBack(it)
    second.resets()
    await it.settled()
    expect(it.seat.store.conversations.rows).toHaveLength(2)
    expect(it.seat.store.position).toBe(it.hub.position)
  })

  test('[P68] what is open is loaded at once, the rest when the reset says', async () => {
    const it = start()
    const first = await it.greet()
    it.seat.openThread(key)
    await it.settled()
    first.drop(1006)
    it.hub.received(peerOf(0), { msgSvrId: '1' })
    it.hub.received(peerOf(1), { msgSvrId: '2' })
    const second = await comeBack(it)
    second.resets(5_000)
    await it.settled()
    expect(it.seat.thread(key).messages).toHaveLength(1)
    expect(it.seat.store.conversations.rows).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(4_999)
    await it.settled()
    expect(it.seat.store.conversations.rows).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    await it.settled()
    expect(it.seat.store.conversations.rows).toHaveLength(2)
  })

  test('a hub that never answers the hello is left after the time for greetings', () => {
    const it = start()
    it.sockets[0]?.open()
    vi.advanceTimersByTime(limits.greetingMs + 1)
    expect(it.sockets[0]?.closedWith).not.toBeNull()
    expect(it.seat.link.state.value.state).toBe('waiting')
  })
})

describe('coming back', () => {
  test('the waiting grows with each failure and is shown', () => {
    const it = start()
    const delays: number[] = []
    for (let attempt = 0; attempt < 5; attempt += 1) {
      it.sockets.at(-1)?.drop(1006)
      const state = it.seat.link.state.value
      if (state.state !== 'waiting') throw new Error(state.state)
      delays.push(state.untilMs - Date.now())
      vi.advanceTimersByTime(delays.at(-1) ?? 0)
    }
    expect(it.sockets).toHaveLength(6)
    expect(delays.at(-1)).toBeGreaterThan(2 * (delays[0] ?? 0))
  })

  test('a draining hub is left alone for as long as it says', async () => {
    const it = start()
    const socket = await it.greet()
    socket.drop(closeCodes.draining.code, closeReason(closeCodes.draining, { retryMs: 7_000 }))
    vi.advanceTimersByTime(6_999)
    expect(it.sockets).toHaveLength(1)
    vi.advanceTimersByTime(1_000)
    expect(it.sockets).toHaveLength(2)
  })

  test('signed out means never again', async () => {
    const it = start()
    const socket = await it.greet()
    socket.drop(closeCodes.signedOut.code, 'signed-out')
    vi.advanceTimersByTime(10 * 60_000)
    expect(it.sockets).toHaveLength(1)
    expect(it.seat.link.state.value).toEqual({ state: 'stopped', why: 'signedOut' })
  })

  test('a network that is back is used at once', () => {
    const it = start()
    it.sockets[0]?.drop(1006)
    dispatchEvent(new Event('online'))
    expect(it.sockets).toHaveLength(2)
    expect(it.seat.link.state.value.state).toBe('connecting')
  })

  test('three silent heartbeats end the connection', async () => {
    const it = start()
    const socket = await it.greet()
    vi.advanceTimersByTime(limits.heartbeatMs)
    expect(socket.said.at(-1)?.kind).toBe('heartbeat')
    vi.advanceTimersByTime(limits.silenceMs)
    expect(socket.closedWith).not.toBeNull()
    expect(it.seat.link.state.value.state).not.toBe('online')
  })

  test('a frame that can’t be read is asked for again', async () => {
    const it = start()
    const socket = await it.greet()
    socket.hear([[0x07, 'no position']])
    expect(socket.closedWith).not.toBeNull()
    expect(it.seat.link.state.value.state).toBe('waiting')
  })
})

describe('numbers', () => {
  test('what wasn’t acked is sent again, in order, under its numbers', async () => {
    const it = start()
    const first = await it.greet()
    for (const text of ['一', '二', '三']) it.seat.sender.sendText(key, text)
    expect(first.numbers()).toEqual([1, 2, 3])
    first.acks(1)
    first.drop(1006)
    it.seat.sender.sendText(key, '四')
    const second = await comeBack(it, 2)
    expect(second.numbers()).toEqual([3, 4])
  })

  test('no more than a window is under way', async () => {
    const it = start()
    it.sockets[0]?.open()
    for (let index = 0; index < 5; index += 1) it.seat.sender.sendText(key, `${index}`)
    it.sockets[0]?.welcome({ window: 2 })
    expect(it.sockets[0]?.numbers()).toEqual([1, 2])
    it.sockets[0]?.acks(1, 2)
    expect(it.sockets[0]?.numbers()).toEqual([1, 2, 3])
    it.sockets[0]?.acks(3, 10)
    expect(it.sockets[0]?.numbers()).toEqual([1, 2, 3, 4, 5])
  })

  test('a reload goes on with the same name, numbers and waiting sends', async () => {
    const before = start()
    await before.greet()
    before.seat.sender.sendText(key, '没来得及发出')
    before.seat.stop()
    const after = start({ hub: before.hub, storage: before.storage, kept: true })
    expect(after.seat.thread(key).locals).toHaveLength(1)
    const socket = await after.greet(0)
    expect(socket.said).toMatchObject([{ kind: 'hello', tab: 'tab1' }, { sequence: 1, text: '没来得及发出' }])
  })

  test('a hub that knows fewer numbers than it acked gets a tab with another name', async () => {
    const it = start()
    const first = await it.greet()
    it.seat.sender.sendText(key, '一')
    first.acks(1)
    it.seat.sender.sendText(key, '二')
    first.drop(1006)
    await comeBack(it, 0)
    const third = await it.greet(0)
    expect(third.said).toMatchObject([{ kind: 'hello', tab: 'tab2' }, { sequence: 1, text: '二' }])
    expect(it.seat.thread(key).locals.map(({ task }) => task)).toContain('tab2.1')
  })

  test('a tab whose name another one took stops, and goes on only when asked', async () => {
    const it = start()
    const socket = await it.greet()
    it.seat.sender.sendText(key, '可能已由别处发出')
    socket.drop(closeCodes.replaced.code, 'replaced')
    expect(it.seat.link.state.value).toEqual({ state: 'stopped', why: 'replaced' })
    it.seat.takeOver()
    const next = await it.greet()
    expect(next.said).toMatchObject([{ kind: 'hello', tab: 'tab2' }])
    expect(it.seat.thread(key).locals[0]).toMatchObject({ state: 'lost' })
  })
})

function start(options: { hub?: ModelHub; storage?: Storage; kept?: boolean } = {}): TestConsole {
  const it = newConsole(options)
  made.push(it)
  it.seat.link.start()
  return it
}

async function comeBack(it: TestConsole, lastSequence = 0): Promise<FakeSocket> {
  const count = it.sockets.length
  // Step by step: a socket that nobody opens is given up again after a while.
  for (let waitedMs = 0; it.sockets.length === count; waitedMs += 100) {
    if (waitedMs > 60_000) throw new Error('did not come back')
    vi.advanceTimersByTime(100)
  }
  return it.greet(lastSequence)
}

import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Cable } from './cable.ts'

const echoed = new Set<Socket>()
const echo = createServer((socket) => {
  echoed.add(socket)
  socket.on('close', () => echoed.delete(socket))
  socket.on('error', () => undefined)
  socket.pipe(socket)
})
let cable: Cable

beforeAll(async () => {
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  cable = await Cable.lay({ name: 'test', port: (echo.address() as AddressInfo).port })
})

afterAll(async () => {
  await cable[Symbol.asyncDispose]()
  echo.close()
  await once(echo, 'close')
})

test('a whole cable carries both ways, and an end', async () => {
  const socket = await dial()
  expect(await say(socket, 'hello')).toBe('hello')
  const big = 'x'.repeat(3_000_000)
  expect(await say(socket, big)).toBe(big)
  socket.end()
  await once(socket, 'close')
})

test('a cut breaks what is open and refuses what comes', async () => {
  const socket = await dial()
  expect(await say(socket, 'before')).toBe('before')
  const gone = new Promise((resolve) => { socket.once('close', resolve) })
  cable.cut()
  await gone
  const late = connect({ host: '127.0.0.1', port: cable.port })
  late.on('error', () => undefined)
  await new Promise((resolve) => { late.once('close', resolve) })
  cable.mend()
  const again = await dial()
  expect(await say(again, 'after')).toBe('after')
  again.destroy()
})

test('a frozen cable holds everything back, and lets it go in order', async () => {
  const socket = await dial()
  cable.freeze()
  let heard = ''
  socket.on('data', (piece: Buffer) => { heard += piece.toString() })
  socket.write('one ')
  socket.write('two')
  await new Promise((resolve) => { setTimeout(resolve, 50) })
  expect(heard).toBe('')
  cable.mend()
  await expect.poll(() => heard).toBe('one two')
  socket.destroy()
})

test('a frozen cable that is mended without its connections ends them', async () => {
  const socket = await dial()
  cable.freeze()
  socket.write('lost')
  const gone = new Promise((resolve) => { socket.once('close', resolve) })
  cable.mend({ dropHeld: true })
  await gone
})

test('a slow cable keeps the order', async () => {
  const socket = await dial()
  cable.slowDown(30)
  const startedMs = performance.now()
  expect(await say(socket, 'slow')).toBe('slow')
  expect(performance.now() - startedMs).toBeGreaterThan(50)
  let heard = ''
  socket.on('data', (piece: Buffer) => { heard += piece.toString() })
  socket.write('one ')
  await new Promise((resolve) => { setTimeout(resolve, 10) })
  // What comes after the delay has ended doesn't overtake.
  cable.slowDown(0)
  socket.write('two')
  await expect.poll(() => heard).toBe('one two')
  socket.destroy()
})

test('a half-open cable swallows in silence what was open, and serves who comes anew', async () => {
  const old = await dial()
  expect(await say(old, 'before')).toBe('before')
  cable.swallow()
  let heard = ''
  old.on('data', (piece: Buffer) => { heard += piece.toString() })
  old.write('lost')
  const anew = await dial()
  expect(await say(anew, 'whole')).toBe('whole')
  expect([heard, old.destroyed]).toEqual(['', false])
  const gone = once(old, 'close')
  cable.breakOld()
  await gone
  anew.destroy()
})

test('what an old connection said last arrives after what a new one says', async () => {
  const old = await dial()
  expect(await say(old, 'before')).toBe('before')
  const arrived: string[] = []
  const note = (socket: Socket): void => void socket.on('data', (piece: Buffer) => arrived.push(piece.toString()))
  echo.on('connection', note)
  for (const socket of echoed) note(socket)
  cable.holdBack()
  old.write('late')
  await new Promise((resolve) => { setTimeout(resolve, 20) })
  const gone = once(old, 'close')
  cable.hangUp()
  await gone
  const anew = await dial()
  expect(await say(anew, 'new')).toBe('new')
  cable.breakOld()
  await expect.poll(() => arrived).toEqual(['new', 'late'])
  echo.off('connection', note)
  anew.destroy()
})

test.each([1, 5])('a cut after %i bytes lets exactly those through', async (bytes) => {
  cable.cutNext({ way: 'down', bytes })
  const socket = await dial()
  let heard = ''
  socket.on('data', (piece: Buffer) => { heard += piece.toString() })
  const gone = once(socket, 'close')
  socket.write('123456789')
  await gone
  expect(heard).toBe('123456789'.slice(0, bytes))
  const whole = await dial()
  expect(await say(whole, '123456789')).toBe('123456789')
  whole.destroy()
})

async function dial(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: cable.port })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** What comes back. */
async function say(socket: Socket, text: string): Promise<string> {
  let heard = ''
  const whole = new Promise<void>((resolve) => {
    const onData = (piece: Buffer): void => {
      heard += piece.toString()
      if (heard.length < text.length) return
      socket.off('data', onData)
      resolve()
    }
    socket.on('data', onData)
  })
  socket.write(text)
  await whole
  return heard
}

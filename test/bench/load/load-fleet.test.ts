import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { newCredentials } from '../../../bench/load/credentials.ts'
import { LoadFleet } from '../../../bench/load/load-fleet.ts'
import { RawSocket } from '../../../bench/load/raw-socket.ts'

let server: WebSocketServer
afterEach(async () => {
  for (const client of server.clients) client.terminate()
  await new Promise((resolve) => server.close(resolve))
})

async function listen(): Promise<number> {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A relay as slow as the ws library; phones 0–9 belong to seat 0 and so on. `lose` drops every nth message. */
async function relay({ lose = 0 } = {}): Promise<number> {
  const port = await listen()
  const seats = new Map<number, (data: Buffer) => void>()
  let count = 0
  server.on('connection', (socket, { url = '' }) => {
    const [, role, index] = url.split('/')
    if (role === 'seat') seats.set(Number(index), (data) => socket.send(data))
    else socket.on('message', (data: Buffer) => {
      count += 1
      if (lose === 0 || count % lose !== 0) seats.get(Math.floor(Number(index) / 10))?.(data)
    })
  })
  return port
}

async function newFleet(port: number): Promise<LoadFleet> {
  const fleet = new LoadFleet({ kind: 'raw', port, credentials: newCredentials('test') })
  await fleet.connect({ phones: 20, seats: 2 })
  return fleet
}

test('a socket hears and says frames of every size, answers pings and hears why it was closed', async () => {
  const port = await listen()
  const heard: string[] = []
  const closed = new Promise<string>((resolve) => {
    void RawSocket.connect({
      port, path: '/', headers: { 'x-who': 'me' }, onClosed: resolve,
      onFrame: (_opcode, { array }, from, to) => heard.push(Buffer.from(array.slice(from, to)).toString()),
    }).then((socket) => {
      for (const length of [1, 200, 70_000]) socket.sendFrame(2, Buffer.alloc(length, 'x'))
    })
  })
  const [peer, request] = await once(server, 'connection') as [WebSocket, { headers: Record<string, string> }]
  expect(request.headers['x-who']).toBe('me')
  const lengths: number[] = []
  await new Promise<void>((resolve) => {
    peer.on('message', (data: Buffer) => {
      lengths.push(data.length)
      if (lengths.length === 3) resolve()
    })
  })
  expect(lengths).toEqual([1, 200, 70_000])
  peer.ping('are you there')
  const [answer] = await once(peer, 'pong') as [Buffer]
  expect(answer.toString()).toBe('are you there')
  peer.send('a'.repeat(70_000))
  peer.close(4004, 'too-slow')
  expect(await closed).toBe('4004 too-slow')
  expect(heard).toEqual(['a'.repeat(70_000)])
})

test('a refused upgrade says what was answered', async () => {
  const port = await listen()
  server.options.verifyClient = (_info, done) => done(false, 403, 'not you')
  await expect(RawSocket.connect({ port, path: '/', headers: {}, onFrame: () => undefined, onClosed: () => undefined }))
    .rejects.toThrow('403')
})

test('everything that is sent is counted once and in order, at saturation and at a rate', async () => {
  const fleet = await newFleet(await relay())
  fleet.mark()
  fleet.saturate({ size: { perFrame: 3, frames: 2 }, inFlightMax: 12 })
  await delivered(fleet, 2_000)
  await fleet.settle(5_000)
  fleet.mark()
  fleet.pace({ size: { perFrame: 1, frames: 1 }, perSecond: 2_000 })
  const { p50Ms } = await delivered(fleet, 200)
  expect(p50Ms).toBeGreaterThan(0)
  await fleet.settle(5_000)
  expect(fleet.mark().faults).toEqual([])
  await fleet.disconnect()
})

test('a message that the peer loses is a fault', async () => {
  const fleet = await newFleet(await relay({ lose: 50 }))
  fleet.saturate({ size: { perFrame: 1, frames: 1 }, inFlightMax: 4 })
  await delivered(fleet, 300)
  await fleet.settle(50)
  expect(fleet.mark().faults.join()).toMatch(/arrived after/)
  await fleet.disconnect()
})

async function delivered(fleet: LoadFleet, count: number) {
  let total = 0
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    const marked = fleet.mark()
    total += marked.delivered
    if (total >= count) return marked
  }
}

import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { Switchboard, readSwitchboard } from './switchboard.ts'

/**
 * A relay with the `ws` library.
 *
 * usage: ws-relay.js <phones per seat> gathering|at-once. Tells its parent { port } when it listens.
 */
const switchboard = new Switchboard(readSwitchboard(process.argv.slice(2)))
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })

server.on('connection', (socket, { url = '' }) => {
  const [, role, number] = url.split('/')
  const index = Number(number)
  if (role === 'phone') return socket.on('message', (data: Buffer) => switchboard.deliver(index, data))
  // It keeps what the kernel doesn't take at once.
  switchboard.seat(index, (bytes) => socket.send(Buffer.from(bytes)))
  socket.on('close', () => switchboard.seat(index, null))
})
server.on('listening', () => process.send?.({ port: (server.address() as AddressInfo).port }))

process.once('disconnect', () => process.exit())

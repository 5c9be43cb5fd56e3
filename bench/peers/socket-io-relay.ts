import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import parser from 'socket.io-msgpack-parser'
import uws from 'uWebSockets.js'
import { Switchboard, readSwitchboard } from './switchboard.ts'

/**
 * A relay with Socket.IO, WebSocket only, msgpack parser.
 *
 * usage: socket-io-relay.js <phones per seat> gathering|at-once ws|uws: the engine below. Tells its parent { port }
 * when it listens.
 */
const engine = process.argv[4]
const switchboard = new Switchboard(readSwitchboard(process.argv.slice(2)))
const server = new Server({ parser, transports: ['websocket'], perMessageDeflate: false, serveClient: false })

server.on('connection', (socket) => {
  const { role, index: number } = socket.handshake.query
  const index = Number(number)
  if (role === 'phone') return socket.on('m', (data: Buffer) => switchboard.deliver(index, data))
  // It may keep what the kernel doesn't take at once.
  switchboard.seat(index, (bytes) => { socket.emit('m', Buffer.from(bytes)) })
  socket.on('disconnect', () => switchboard.seat(index, null))
})

if (engine === 'uws') {
  const app = uws.App()
  server.attachApp(app)
  app.listen('127.0.0.1', 0, (listening) => {
    if (listening === false) throw new Error('it can not listen')
    process.send?.({ port: uws.us_socket_local_port(listening) })
  })
} else {
  const http = createServer()
  server.attach(http)
  http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }))
}

process.once('disconnect', () => process.exit())

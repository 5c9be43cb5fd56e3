import uws, { type HttpRequest, type HttpResponse } from 'uWebSockets.js'
import { Switchboard, readSwitchboard } from './switchboard.ts'

/**
 * The fastest relay that Node can be.
 *
 * usage: raw-relay.js <phones per seat> gathering|at-once. Tells its parent { port } when it listens.
 */
const switchboard = new Switchboard(readSwitchboard(process.argv.slice(2)))

interface Who { index: number }

function upgrade(response: HttpResponse, request: HttpRequest, context: Parameters<HttpResponse['upgrade']>[4]): void {
  const header = (name: string): string => request.getHeader(name)
  response.upgrade<Who>(
    { index: Number(request.getParameter(0)) }, header('sec-websocket-key'), header('sec-websocket-protocol'),
    header('sec-websocket-extensions'), context,
  )
}

const common = { upgrade, maxPayloadLength: 1024 * 1024, maxBackpressure: 0, idleTimeout: 120 }
uws.App()
  .ws<Who>('/phone/:index', {
    ...common, message: (socket, message) => switchboard.deliver(socket.getUserData().index, Buffer.from(message)),
  })
  .ws<Who>('/seat/:index', {
    ...common,
    open: (socket) => switchboard.seat(socket.getUserData().index, (bytes) => { socket.send(bytes, true) }),
    close: (socket) => switchboard.seat(socket.getUserData().index, null),
  })
  .listen('127.0.0.1', 0, (listening) => {
    if (listening === false) throw new Error('it can not listen')
    process.send?.({ port: uws.us_socket_local_port(listening) })
  })

process.once('disconnect', () => process.exit())

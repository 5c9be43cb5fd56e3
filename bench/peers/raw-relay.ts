import uws, { type HttpRequest, type HttpResponse, type WebSocket } from 'uWebSockets.js'

/**
 * The fastest relay that Node can be: phones' frames go to their seat undecoded, unacknowledged and unstored. What
 * arrives in one turn of the loop leaves as one frame per seat, which is ten times faster than sending one by one.
 *
 * usage: raw-relay.js <port> <phones per seat>; port 0 takes a free one. Tells its parent { port } when it listens.
 */
const [port = 0, phonesPerSeat = 1] = process.argv.slice(2).map(Number)

interface Peer { index: number }

class Outbox {
  socket: WebSocket<Peer> | null = null
  #bytes = Buffer.allocUnsafeSlow(64 * 1024)
  #length = 0

  get empty(): boolean {
    return this.#length === 0
  }

  add(message: ArrayBuffer): void {
    const needed = this.#length + message.byteLength
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * needed)
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(new Uint8Array(message), this.#length)
    this.#length = needed
  }

  flush(): void {
    this.socket?.send(this.#bytes.subarray(0, this.#length), true)
    this.#length = 0
  }
}

const outboxes: Outbox[] = []
const waiting: Outbox[] = []
let scheduled = false

function outboxOf(seat: number): Outbox {
  return outboxes[seat] ??= new Outbox()
}

function deliver(phone: number, message: ArrayBuffer): void {
  const outbox = outboxOf(Math.floor(phone / phonesPerSeat))
  if (outbox.empty) waiting.push(outbox)
  outbox.add(message)
  if (scheduled) return
  scheduled = true
  setImmediate(flush)
}

function flush(): void {
  scheduled = false
  for (const outbox of waiting) outbox.flush()
  waiting.length = 0
}

function upgrade(response: HttpResponse, request: HttpRequest, context: Parameters<HttpResponse['upgrade']>[4]): void {
  const header = (name: string): string => request.getHeader(name)
  response.upgrade<Peer>(
    { index: Number(request.getParameter(0)) }, header('sec-websocket-key'), header('sec-websocket-protocol'),
    header('sec-websocket-extensions'), context,
  )
}

const common = { upgrade, maxPayloadLength: 1024 * 1024, maxBackpressure: 0, idleTimeout: 120 }
uws.App()
  .ws<Peer>('/phone/:index', { ...common, message: (socket, message) => deliver(socket.getUserData().index, message) })
  .ws<Peer>('/seat/:index', {
    ...common,
    open: (socket) => { outboxOf(socket.getUserData().index).socket = socket },
    close: (socket) => { outboxOf(socket.getUserData().index).socket = null },
  })
  .listen('127.0.0.1', port, (listening) => {
    if (listening === false) throw new Error(`port ${port} is taken`)
    process.send?.({ port: uws.us_socket_local_port(listening) })
  })

process.once('disconnect', () => process.exit())

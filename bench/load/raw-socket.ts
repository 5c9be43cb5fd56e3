import { randomBytes } from 'node:crypto'
import { type Socket, connect } from 'node:net'
import { type Bytes, FrameReader, type OnFrame, newBytes } from './frame-reader.ts'

export interface RawSocketOptions {
  port: number
  path: string
  headers: Readonly<Record<string, string>>
  /** Text and binary frames. Pings are answered here. */
  onFrame: OnFrame
  onClosed: (reason: string) => void
}

/**
 * A WebSocket client on a bare TCP socket, for load: no library, no copies, no masking to speak of. Client frames are
 * masked with the key 0, which RFC 6455 allows and which leaves the payload as it is.
 */
export class RawSocket {
  readonly #socket: Socket
  readonly #options: RawSocketOptions
  readonly #reader: FrameReader
  #closed: string | null = null

  private constructor(socket: Socket, options: RawSocketOptions) {
    this.#socket = socket
    this.#options = options
    this.#reader = new FrameReader((opcode, bytes, from, to) => this.#onFrame(opcode, bytes, from, to))
  }

  /** Resolves when the upgrade was answered with 101; rejects with what was answered instead. */
  static connect(options: RawSocketOptions): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      let handshake = ''
      let raw: RawSocket | null = null
      const onRead = (length: number): boolean => {
        if (raw !== null) return raw.#onBytes(0, length)
        handshake += Buffer.from(shared.array.buffer, shared.array.byteOffset, length).toString('latin1')
        const end = handshake.indexOf('\r\n\r\n')
        if (end < 0) return true
        if (!handshake.startsWith('HTTP/1.1 101')) {
          socket.destroy()
          reject(new Error(`refused: ${handshake.slice(0, refusalCharsMax)}`))
          return false
        }
        raw = new RawSocket(socket, options)
        resolve(raw)
        // What came behind the answer lies in the same bytes.
        return raw.#onBytes(length - (handshake.length - end - 4), length)
      }
      const socket = connect({
        host: '127.0.0.1', port: options.port, noDelay: true, onread: { buffer: shared.array, callback: onRead },
      })
      socket.on('connect', () => socket.write(upgradeRequest(options)))
      const onEnd = (reason: string): void => {
        reject(new Error(`no upgrade: ${reason}`))
        if (raw !== null) raw.#onEnd(reason)
      }
      socket.on('error', (error) => onEnd(error.message))
      socket.on('close', () => onEnd('cut'))
    })
  }

  get closed(): boolean {
    return this.#closed !== null
  }

  /** True: the kernel has taken all of it, so `bytes` may be used again. False: it belongs to the socket now. */
  write(bytes: Uint8Array): boolean {
    if (this.#closed !== null) return true
    this.#socket.write(bytes)
    return this.#socket.writableLength === 0
  }

  sendFrame(opcode: number, payload: Uint8Array): boolean {
    const frame = Buffer.alloc(clientHeadLength(payload.length) + payload.length)
    const head = writeClientHead(frame, 0, { opcode, length: payload.length })
    frame.set(payload, head)
    return this.write(frame)
  }

  /** Ends it with the close code 1000; resolves when it is gone. */
  async close(): Promise<void> {
    if (this.#socket.destroyed) return
    const gone = new Promise((resolve) => this.#socket.once('close', resolve))
    if (this.#closed === null) this.sendFrame(opcodes.close, Buffer.from([0x03, 0xe8]))
    this.#closed ??= 'by us'
    const impatience = setTimeout(() => this.#socket.destroy(), goodbyeMsMax)
    await gone
    clearTimeout(impatience)
  }

  #onBytes(from: number, to: number): boolean {
    if (from < to) this.#reader.push(shared, from, to)
    return true
  }

  #onFrame(opcode: number, bytes: Bytes, from: number, to: number): void {
    if (opcode === opcodes.text || opcode === opcodes.binary) return this.#options.onFrame(opcode, bytes, from, to)
    if (opcode === opcodes.ping) return void this.sendFrame(opcodes.pong, bytes.array.slice(from, to))
    if (opcode !== opcodes.close) return
    const code = to - from >= 2 ? bytes.view.getUint16(from) : 1005
    this.#onEnd(`${code} ${Buffer.from(bytes.array.slice(from + 2, to)).toString()}`)
    this.#socket.destroySoon()
  }

  #onEnd(reason: string): void {
    if (this.#closed !== null) return
    this.#closed = reason
    this.#options.onClosed(reason)
  }
}

/** Writes the head of a client's frame; returns where the payload goes. */
export function writeClientHead(
  frame: Uint8Array, at: number, { opcode, length }: { opcode: number; length: number },
): number {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  frame[at] = 0x80 | opcode
  if (length < 126) {
    frame[at + 1] = 0x80 | length
  } else if (length < 65_536) {
    frame[at + 1] = 0x80 | 126
    view.setUint16(at + 2, length)
  } else {
    frame[at + 1] = 0x80 | 127
    view.setBigUint64(at + 2, BigInt(length))
  }
  const head = at + clientHeadLength(length)
  view.setUint32(head - 4, 0)
  return head
}

export function clientHeadLength(length: number): number {
  return length < 126 ? 6 : length < 65_536 ? 8 : 14
}

export const opcodes = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

function upgradeRequest({ port, path, headers }: RawSocketOptions): string {
  const lines = [
    `GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Upgrade: websocket', 'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`, 'Sec-WebSocket-Version: 13',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** All sockets read into the same memory: a read is handled before the next one begins. */
const shared = newBytes(256 * 1024)
const refusalCharsMax = 400
const goodbyeMsMax = 2_000

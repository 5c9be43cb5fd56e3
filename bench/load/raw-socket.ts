import { randomBytes } from 'node:crypto'
import type { Bytes } from './bytes.ts'
import { FrameReader, type OnFrame } from './frame-reader.ts'
import { TcpSocket } from './tcp-socket.ts'

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
  readonly #options: RawSocketOptions
  readonly #reader: FrameReader
  readonly #upgraded: Gate
  #tcp: TcpSocket | null = null
  /** What was answered so far; null when frames have begun. */
  #handshake: string | null = ''
  #closed: string | null = null

  private constructor(options: RawSocketOptions, upgraded: Gate) {
    this.#options = options
    this.#upgraded = upgraded
    this.#reader = new FrameReader((opcode, bytes, from, to) => this.#onFrame(opcode, bytes, from, to))
  }

  /** Resolves when the upgrade was answered with 101; rejects with what was answered instead. */
  static connect(options: RawSocketOptions): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const raw = new RawSocket(options, { open: () => resolve(raw), refuse: reject })
      TcpSocket.connect({
        port: options.port,
        onBytes: (bytes, from, to) => raw.#onBytes(bytes, from, to), onGone: (reason) => raw.#onEnd(reason),
      }).then((tcp) => {
        raw.#tcp = tcp
        tcp.write(Buffer.from(upgradeRequest(options)))
      }, reject)
    })
  }

  get closed(): boolean {
    return this.#closed !== null
  }

  /** True: the kernel has taken all of it, so `bytes` may be used again. False: it belongs to the socket now. */
  write(bytes: Uint8Array): boolean {
    return this.#closed !== null || this.#tcp === null || this.#tcp.write(bytes)
  }

  sendFrame(opcode: number, payload: Uint8Array): boolean {
    const frame = Buffer.alloc(clientHeadLength(payload.length) + payload.length)
    const head = writeClientHead(frame, 0, { opcode, length: payload.length })
    frame.set(payload, head)
    return this.write(frame)
  }

  /** Ends it with the close code 1000; resolves when it is gone. */
  async close(): Promise<void> {
    if (this.#closed === null) this.sendFrame(opcodes.close, Buffer.from([0x03, 0xe8]))
    this.#closed ??= 'by us'
    await this.#tcp?.gone()
  }

  /** The cable: `onClosed` isn't told. */
  cut(): void {
    this.#closed ??= 'cut'
    this.#tcp?.cut()
  }

  pause(): void {
    this.#tcp?.pause()
  }

  resume(): void {
    this.#tcp?.resume()
  }

  #onBytes(bytes: Bytes, from: number, to: number): void {
    if (this.#handshake === null) return this.#reader.push(bytes, from, to)
    const before = this.#handshake.length
    this.#handshake += Buffer.from(bytes.array.subarray(from, to)).toString('latin1')
    const end = this.#handshake.indexOf('\r\n\r\n')
    if (end < 0) return
    if (!this.#handshake.startsWith('HTTP/1.1 101')) {
      this.#upgraded.refuse(new Error(`refused: ${this.#handshake.slice(0, refusalCharsMax)}`))
      this.#closed = 'refused'
      return this.#tcp?.end()
    }
    this.#handshake = null
    this.#upgraded.open()
    // What came behind the answer lies in the same bytes.
    const rest = from + end + 4 - before
    if (rest < to) this.#reader.push(bytes, rest, to)
  }

  #onFrame(opcode: number, bytes: Bytes, from: number, to: number): void {
    if (opcode === opcodes.text || opcode === opcodes.binary) return this.#options.onFrame(opcode, bytes, from, to)
    if (opcode === opcodes.ping) return void this.sendFrame(opcodes.pong, bytes.array.slice(from, to))
    if (opcode !== opcodes.close) return
    const code = to - from >= 2 ? bytes.view.getUint16(from) : 1005
    this.#onEnd(`${code} ${Buffer.from(bytes.array.slice(from + 2, to)).toString()}`)
    this.#tcp?.end()
  }

  #onEnd(reason: string): void {
    this.#upgraded.refuse(new Error(`no upgrade: ${reason}`))
    if (this.#closed !== null) return
    this.#closed = reason
    if (this.#handshake === null) this.#options.onClosed(reason)
  }
}

interface Gate { open: () => void; refuse: (error: Error) => void }

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

const refusalCharsMax = 400

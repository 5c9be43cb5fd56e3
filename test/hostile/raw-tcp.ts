import { connect, type Socket } from 'node:net'

export interface ServerFrame { opcode: number; fin: boolean; payload: Buffer }

/** What came back on one connection. */
export interface RawAnswer {
  /** Status of each HTTP answer, 101 among them. */
  statuses: number[]
  text: string
  frames: ServerFrame[]
  /** The code of the server's close frame; 1005 for an empty one, null for none. */
  closeCode: number | null
  closeReason: string
  /** The server has ended the connection. */
  ended: boolean
  afterMs: number
}

/** A number is a pause in ms. */
export type Piece = string | Uint8Array | number

export interface Exchange {
  port: number
  /** Answered before the pieces go: what comes with an upgrade is lost, because a hub looks up who asks. */
  head?: string
  pieces: readonly Piece[]
  /** Stop as soon as this holds; else the server's end, or the time, is waited for. */
  until?: (answer: RawAnswer) => boolean
  withinMs?: number
  localAddress?: string
}

/** Bytes as they are, on a bare TCP connection. */
export async function exchange(
  { port, head, pieces, until, withinMs = 5_000, localAddress }: Exchange,
): Promise<RawAnswer> {
  const startMs = performance.now()
  const socket = connect({ port, host: '127.0.0.1', ...(localAddress === undefined ? {} : { localAddress }) })
  let received = Buffer.alloc(0)
  let ended = false
  const read = (): RawAnswer => ({ ...readAnswer(received), ended, afterMs: performance.now() - startMs })
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, withinMs)
    const finish = (): void => {
      clearTimeout(timer)
      resolve()
    }
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes])
      if (until?.(read()) === true) finish()
    })
    // A reset is an end, too.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      ended = true
      finish()
    })
  })
  const answered = new Promise<void>((resolve) => {
    if (head === undefined) return resolve()
    socket.write(head)
    socket.once('data', () => resolve())
  })
  await Promise.race([over, answered.then(() => write(socket, pieces))])
  await over
  socket.destroy()
  return read()
}

async function write(socket: Socket, pieces: readonly Piece[]): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return
    if (typeof piece === 'number') await new Promise((resolve) => { setTimeout(resolve, piece) })
    else socket.write(piece)
  }
}

function readAnswer(received: Buffer): Omit<RawAnswer, 'ended' | 'afterMs'> {
  const text = received.toString('latin1')
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))
  const frames = statuses[0] === 101 ? readFrames(received.subarray(text.indexOf('\r\n\r\n') + 4)) : []
  const close = frames.find(({ opcode }) => opcode === 8)?.payload
  const closeCode = close === undefined ? null : close.length < 2 ? 1005 : close.readUInt16BE(0)
  return { statuses, text, frames, closeCode, closeReason: close?.subarray(2).toString() ?? '' }
}

function readFrames(bytes: Buffer): ServerFrame[] {
  const frames: ServerFrame[] = []
  for (let at = 0; at + 2 <= bytes.length;) {
    const short = bytes[at + 1] as number
    const head = short === 127 ? 10 : short === 126 ? 4 : 2
    if (bytes.length < at + head) break
    const length = short === 127 ? Number(bytes.readBigUInt64BE(at + 2))
      : short === 126 ? bytes.readUInt16BE(at + 2) : short
    if (bytes.length < at + head + length) break
    const first = bytes[at] as number
    frames.push({ fin: first >= 0x80, opcode: first & 15, payload: bytes.subarray(at + head, at + head + length) })
    at += head + length
  }
  return frames
}

export interface ClientFrame {
  opcode?: number
  payload?: Uint8Array | string
  fin?: boolean
  rsv?: number
  mask?: boolean
  /** What the head says; else the payload's. */
  length?: bigint
  /** The width of the length: 7, 16 or 64 bits; else the shortest. */
  width?: 7 | 16 | 64
}

/** One frame of a client, right or wrong. */
export function clientFrame(
  { opcode = 2, payload = '', fin = true, rsv = 0, mask = true, ...says }: ClientFrame,
): Buffer {
  const body = Buffer.from(payload as Uint8Array)
  const length = lengthBytes(says.length ?? BigInt(body.length), says.width)
  length[0] = (length[0] as number) | (mask ? 0x80 : 0)
  const head = Buffer.concat([Uint8Array.of((fin ? 0x80 : 0) | (rsv << 4) | opcode), length])
  if (!mask) return Buffer.concat([head, body])
  const key = Buffer.from([0x37, 0xfa, 0x21, 0x3d])
  for (let index = 0; index < body.length; index++) body[index] = (body[index] as number) ^ (key[index % 4] as number)
  return Buffer.concat([head, key, body])
}

function lengthBytes(length: bigint, width = length < 126n ? 7 : length < 65_536n ? 16 : 64): Buffer {
  if (width === 7) return Buffer.from([Number(length)])
  const bytes = Buffer.alloc(width === 16 ? 3 : 9)
  bytes[0] = width === 16 ? 126 : 127
  if (width === 16) bytes.writeUInt16BE(Number(length), 1)
  else bytes.writeBigUInt64BE(length, 1)
  return bytes
}

/** The head of an upgrade; a header that is null is left out. */
export function upgradeHead(
  { path, port, headers = {} }: { path: string; port: number; headers?: Record<string, string | null> },
): string {
  const all = {
    Host: `127.0.0.1:${port}`, Upgrade: 'websocket', Connection: 'Upgrade',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version': '13', ...headers,
  }
  const lines = Object.entries(all).flatMap(([name, value]) => value === null ? [] : [`${name}: ${value}`])
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}

/** What a client sent, cut into frames. `malformed` is final: the connection must be closed. */
export type Incoming =
  | { kind: 'sslRequest' }
  | { kind: 'cancelRequest' }
  | { kind: 'startup' }
  | { kind: 'frame', type: string, bytes: Buffer }
  | { kind: 'malformed' }

/** Collects chunks and hands out whole frames; a frame's bytes may share memory with a chunk. */
export class WireReader {
  private chunks: Buffer[] = []
  private length = 0
  private started = false
  private readonly frameBytesMax: number

  constructor(limits: { frameBytesMax: number }) {
    this.frameBytesMax = limits.frameBytesMax
  }

  push(chunk: Buffer): void {
    this.chunks.push(chunk)
    this.length += chunk.length
  }

  next(): Incoming | null {
    return this.started ? this.nextFrame() : this.nextGreeting()
  }

  /** Before the start-up message frames have no type byte. */
  private nextGreeting(): Incoming | null {
    if (this.length < 8) return null
    const head = this.peek(8)
    const bytes = head.readInt32BE(0)
    const code = head.readInt32BE(4)
    if (bytes < 8 || bytes > greetingBytesMax) return { kind: 'malformed' }
    if (this.length < bytes) return null
    this.take(bytes)
    if (code === sslRequest || code === gssRequest) return { kind: 'sslRequest' }
    if (code === cancelRequest) return { kind: 'cancelRequest' }
    this.started = true
    return { kind: 'startup' }
  }

  private nextFrame(): Incoming | null {
    if (this.length < 5) return null
    const bytes = 1 + this.peek(5).readInt32BE(1)
    if (bytes < 5 || bytes > this.frameBytesMax) return { kind: 'malformed' }
    if (this.length < bytes) return null
    const taken = this.take(bytes)
    return { kind: 'frame', type: String.fromCharCode(taken[0] ?? 0), bytes: taken }
  }

  private peek(bytes: number): Buffer {
    const first = this.chunks[0]
    if (first !== undefined && first.length >= bytes) return first
    return this.joined()
  }

  private take(bytes: number): Buffer {
    const first = this.peek(bytes)
    this.length -= bytes
    if (first.length === bytes) this.chunks.shift()
    else this.chunks[0] = first.subarray(bytes)
    return first.subarray(0, bytes)
  }

  private joined(): Buffer {
    const all = Buffer.concat(this.chunks)
    this.chunks = [all]
    return all
  }
}

/** PostgreSQL's own limit for a start-up packet. */
const greetingBytesMax = 10_000
const cancelRequest = 80_877_102
const sslRequest = 80_877_103
const gssRequest = 80_877_104

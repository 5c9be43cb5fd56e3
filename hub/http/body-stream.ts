import type { UploadBody } from '../media/receive-upload.ts'
import type { Exchange } from './exchange.ts'

/**
 * A body read at the pace of its reader: above the mark the socket is paused, so a peer that sends faster
 * than the disk takes fills no memory. Made in the handler itself, because uWebSockets.js wants its
 * listeners at once.
 */
export class BodyStream implements UploadBody {
  /** Bytes came last at this time. */
  heardAtMs = performance.now()
  private readonly exchange: Exchange
  private readonly chunks: Buffer[] = []
  private bytes = 0
  private ended: 'end' | 'gone' | null = null
  private paused = false
  private wake: (() => void) | null = null

  constructor(exchange: Exchange) {
    this.exchange = exchange
    exchange.whenGone(() => this.end('gone'))
    exchange.res.onData((chunk, isLast) => this.receive(chunk, isLast))
  }

  async next(): Promise<Buffer | 'end' | 'gone'> {
    // What a peer sent before it left still counts: it needn't send it again.
    while (this.chunks.length === 0) {
      if (this.ended !== null) return this.ended
      await new Promise<void>((resolve) => { this.wake = resolve })
    }
    const taken = Buffer.concat(this.chunks)
    this.chunks.length = 0
    this.bytes = 0
    this.resume()
    return taken
  }

  /** Nobody reads any more: what comes is thrown away. */
  discard(): void {
    this.end('gone')
    this.chunks.length = 0
    this.resume()
  }

  private receive(chunk: ArrayBuffer, isLast: boolean): void {
    this.heardAtMs = performance.now()
    if (this.ended !== null) return
    // The chunk belongs to uWebSockets.js and is emptied when this callback returns.
    if (chunk.byteLength > 0) this.chunks.push(Buffer.from(chunk.slice(0)))
    this.bytes += chunk.byteLength
    if (isLast) this.end('end')
    else if (this.bytes > bufferedBytesMax) this.pause()
    this.wakeUp()
  }

  private end(how: 'end' | 'gone'): void {
    this.ended ??= how
    this.wakeUp()
  }

  private pause(): void {
    if (this.paused || this.exchange.over) return
    this.paused = true
    this.exchange.res.pause()
  }

  private resume(): void {
    if (!this.paused || this.exchange.over) return
    this.paused = false
    this.exchange.res.resume()
  }

  private wakeUp(): void {
    this.wake?.()
    this.wake = null
  }
}

/** Per upload. One read of the socket (512 KiB) may come on top. */
const bufferedBytesMax = 512 * 1024

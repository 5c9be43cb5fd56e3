import { WebSocket } from 'ws'
import { type Delays, closeCodeOfStatus, comeBackAfter } from '../../bench/fleet/come-back.ts'
import { limits } from '../../protocol/limits.ts'

export interface SeatClosed {
  code: number
  reason: string
  /** When the upgrade was refused. */
  status: number | null
  /** Ms until the next try. */
  next: number | 'never' | 'unplugged'
}

export interface SeatLineOptions {
  hubs: readonly string[]
  headers: Record<string, string>
  delays: Delays
  random: () => number
  onOpened: () => void
  onFrame: (bytes: Buffer) => void
  onClosed: (closed: SeatClosed) => void
}

/**
 * A console's socket that comes back as the close code advises, to the next hub when this one is gone.
 *
 * unplugged ──plugIn──▶ opening ──▶ open ──▶ waiting ──▶ opening …; `never` and `unplug` lead to unplugged.
 */
export class SeatLine {
  readonly #options: SeatLineOptions
  #socket: WebSocket | null = null
  #timer: NodeJS.Timeout | null = null
  #plugged = false
  #hub = 0
  #failures = 0

  constructor(options: SeatLineOptions) {
    this.#options = options
  }

  get hub(): string {
    return this.#options.hubs[this.#hub % this.#options.hubs.length] as string
  }

  plugIn(): void {
    this.#plugged = true
    this.#clearTimer()
    if (this.#socket === null) this.#open()
  }

  async unplug(): Promise<void> {
    this.#plugged = false
    this.#clearTimer()
    const socket = this.#socket
    if (socket === null) return
    const gone = new Promise((resolve) => { socket.once('close', resolve) })
    socket.close(1000)
    const impatience = setTimeout(() => socket.terminate(), goodbyeMsMax)
    await gone
    clearTimeout(impatience)
  }

  /** The connection breaks without a close; the line comes back by itself. */
  drop(): void {
    this.#socket?.terminate()
  }

  /** Stops reading: the window of its TCP shuts. */
  pause(): void {
    this.#socket?.pause()
  }

  resume(): void {
    this.#socket?.resume()
  }

  send(bytes: Uint8Array | string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(bytes)
  }

  welcomed(): void {
    this.#failures = 0
  }

  #open(): void {
    const { headers, onOpened, onFrame } = this.#options
    const socket = new WebSocket(`${this.hub.replace(/^http/, 'ws')}/seat`, {
      headers, perMessageDeflate: false, handshakeTimeout: handshakeMsMax, maxPayload: 2 * limits.downlinkBytesMax,
    })
    this.#socket = socket
    let status: number | null = null
    socket.on('unexpected-response', (_request, response) => {
      status = response.statusCode ?? 0
      response.resume()
      response.on('close', () => socket.terminate())
    })
    socket.on('open', onOpened)
    // What was read before a cut isn't heard after it.
    socket.on('message', (data) => socket.readyState === WebSocket.OPEN && onFrame(data as Buffer))
    socket.on('error', () => undefined)
    socket.on('close', (code, reason) => {
      this.#onClosed({ code: status === null ? code : closeCodeOfStatus(status), reason: reason.toString(), status })
    })
  }

  #onClosed({ code, reason, status }: Omit<SeatClosed, 'next'>): void {
    const { delays, random, onClosed } = this.#options
    this.#socket = null
    const elsewhere = this.#failures > 0 || goElsewhere.has(code)
    const next = comeBackAfter({ code, reason, failures: this.#failures++, delays, random })
    if (next === 'never') this.#plugged = false
    if (elsewhere) this.#hub++
    if (this.#plugged && next !== 'never') this.#timer = setTimeout(() => this.plugIn(), next)
    onClosed({ code, reason, status, next: this.#plugged || next === 'never' ? next : 'unplugged' })
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}

/** hub-restarts, draining: another hub may take us at once. */
const goElsewhere: ReadonlySet<number> = new Set([1001, 1012, 4000, 4203])
const goodbyeMsMax = 2_000
const handshakeMsMax = 10_000

import { WebSocket } from 'ws'
import type { IncomingMessage } from 'node:http'
import { limits } from '../../protocol/limits.ts'
import { type Delays, closeCodeOfStatus, comeBackAfter } from './come-back.ts'

export interface LineOptions {
  /** Base addresses of hubs, tried in turn: `http://127.0.0.1:8080`. */
  hubs: readonly string[]
  /** `<deviceId>.<key>`, asked at each try. */
  bearer: () => string
  delays: Delays
  random: () => number
  onOpened: () => void
  onFrame: (bytes: Uint8Array) => void
  onClosed: (closed: Closed) => void
}

/** `status` when the upgrade was refused; `next`: ms until the next try. */
export interface Closed {
  code: number
  reason: string
  status: number | null
  next: number | 'never' | 'unplugged'
}

/**
 * The phone's line to a hub: opens, and comes back as the close code advises, to the next hub when this one
 * is gone.
 *
 * unplugged ──plugIn──▶ opening ──▶ open ──▶ waiting ──▶ opening …; `never` and `unplug` lead to unplugged.
 */
export class Line {
  readonly #options: LineOptions
  #socket: WebSocket | null = null
  #timer: NodeJS.Timeout | null = null
  #plugged = false
  #hub = 0
  #failures = 0

  constructor(options: LineOptions) {
    this.#options = options
  }

  get hub(): string {
    return this.#options.hubs[this.#hub % this.#options.hubs.length] as string
  }

  get open(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedAmount ?? 0
  }

  /** Opens at once, also when it was waiting. */
  plugIn(): void {
    this.#plugged = true
    this.#clearTimer()
    if (this.#socket === null) this.#open()
  }

  /** No more tries; resolves when the socket is gone. `cut`: the network is gone, nobody hears a close. */
  async unplug({ cut }: { cut: boolean }): Promise<void> {
    this.#plugged = false
    this.#clearTimer()
    const socket = this.#socket
    if (socket === null) return
    // Not `once` of node:events: it rejects with the error of a socket that never opened.
    const gone = new Promise((resolve) => { socket.once('close', resolve) })
    if (cut) socket.terminate()
    else socket.close(1000)
    const impatience = setTimeout(() => socket.terminate(), goodbyeMsMax)
    await gone
    clearTimeout(impatience)
  }

  /** The connection breaks without a close; the line comes back by itself. */
  drop(): void {
    this.#socket?.terminate()
  }

  close(code: number): void {
    this.#socket?.close(code)
  }

  send(bytes: Uint8Array | string): void {
    if (this.open) this.#socket?.send(bytes)
  }

  /** The hub has welcomed us: the next failure is the first of a row. */
  welcomed(): void {
    this.#failures = 0
  }

  #open(): void {
    const url = `${this.hub.replace(/^http/, 'ws')}/phone`
    const socket = new WebSocket(url, {
      headers: { authorization: `Bearer ${this.#options.bearer()}` },
      perMessageDeflate: false, handshakeTimeout: handshakeMsMax, maxPayload: downlinkBytesMax,
    })
    this.#socket = socket
    let status: number | null = null
    let detail = ''
    socket.on('unexpected-response', (_request, response) => {
      status = response.statusCode ?? 0
      const seconds = Number(response.headers['retry-after'])
      readWhole(response, (text) => {
        const retryMs = retryMsIn(text) ?? seconds * 1_000
        detail = retryMs > 0 ? `${text} retry=${Math.min(retryMs, this.#options.delays.backoffMsMax)}` : text
        socket.terminate()
      })
    })
    socket.on('open', () => this.#options.onOpened())
    // What was read before a cut isn't heard after it.
    socket.on(
      'message', (data) => socket.readyState === WebSocket.OPEN && this.#options.onFrame(data as Buffer),
    )
    // Every error is followed by a close.
    socket.on('error', () => undefined)
    socket.on('close', (code, reason) => this.#onClosed({
      code: status === null ? code : closeCodeOfStatus(status), reason: detail || reason.toString(), status,
    }))
  }

  #onClosed({ code, reason, status }: { code: number; reason: string; status: number | null }): void {
    const { delays, random, onClosed } = this.#options
    this.#socket = null
    const gone = this.#failures > 0 || goElsewhere.has(code)
    const next = comeBackAfter({ code, reason, failures: this.#failures++, delays, random })
    if (next === 'never') this.#plugged = false
    // A cut cable says nothing about the hub: the same one is tried once before the next.
    if (gone) this.#hub++
    if (this.#plugged && next !== 'never') this.#timer = setTimeout(() => this.plugIn(), next)
    onClosed({ code, reason, status, next: this.#plugged || next === 'never' ? next : 'unplugged' })
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}

/** Of the JSON body of a refusal; null if it names no wait. */
function retryMsIn(body: string): number | null {
  const found = /"retryMs":(\d{1,9})\b/.exec(body)
  return found === null ? null : Number(found[1])
}

function readWhole(response: IncomingMessage, done: (text: string) => void): void {
  const parts: Buffer[] = []
  response.on('data', (part: Buffer) => parts.push(part))
  response.on('close', () => done(Buffer.concat(parts).toString()))
}

/** hub-restarts, draining, and Node's "service restart": another hub may take us at once. */
const goElsewhere: ReadonlySet<number> = new Set([1001, 1012, 4000, 4203])
const goodbyeMsMax = 2_000
const handshakeMsMax = 10_000
/** Longer ones are for the phone to judge, up to twice as long. */
const downlinkBytesMax = 2 * limits.downlinkBytesMax

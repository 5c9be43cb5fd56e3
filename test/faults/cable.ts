import { once } from 'node:events'
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net'

/**
 * `cut`: connections break and new ones are refused. `frozen`: everything stays open and nothing passes, as
 * over a dead link.
 */
export type CableState = 'whole' | 'cut' | 'frozen'

/**
 * A TCP proxy that a test can cut, freeze or slow down.
 *
 * whole ──cut──▶ cut ──mend──▶ whole; whole ──freeze──▶ frozen ──mend──▶ whole, with what was held back, or
 * without its connections.
 */
export class Cable implements AsyncDisposable {
  readonly name: string
  readonly #port: number
  readonly #server: Server
  readonly #pairs = new Set<Pair>()
  #state: CableState = 'whole'
  #delayMs = 0

  private constructor({ name, port, server }: { name: string; port: number; server: Server }) {
    this.name = name
    this.#port = port
    this.#server = server
    server.on('connection', (client) => this.#onConnection(client))
  }

  /** To a port of this machine. */
  static async lay({ name, port }: { name: string; port: number }): Promise<Cable> {
    const server = createServer({ pauseOnConnect: true })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Cable({ name, port, server })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get state(): CableState {
    return this.#state
  }

  cut(): void {
    this.#state = 'cut'
    for (const pair of this.#pairs) pair.break()
  }

  freeze(): void {
    if (this.#state !== 'whole') return
    this.#state = 'frozen'
    for (const pair of this.#pairs) pair.hold(true)
  }

  /** `dropHeld`: what was open over the dead link never speaks again. */
  mend({ dropHeld = false }: { dropHeld?: boolean } = {}): void {
    this.#state = 'whole'
    this.#delayMs = 0
    for (const pair of this.#pairs) {
      if (dropHeld) pair.break()
      else pair.hold(false)
    }
  }

  /** Every piece takes so long from now on; their order stays. */
  slowDown(delayMs: number): void {
    this.#delayMs = delayMs
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #onConnection(client: Socket): void {
    if (this.#state === 'cut') {
      client.on('error', () => undefined)
      client.destroy()
      return
    }
    const pair = new Pair({
      client, server: connect({ host: '127.0.0.1', port: this.#port }), delayMs: () => this.#delayMs,
      onGone: () => this.#pairs.delete(pair),
    })
    this.#pairs.add(pair)
    if (this.#state === 'frozen') pair.hold(true)
    else pair.start()
  }
}

/** Both ends of one connection. */
class Pair {
  readonly #client: Socket
  readonly #server: Socket
  readonly #ways: Way[] = []
  readonly #delayMs: () => number
  readonly #onGone: () => void
  #held = false

  constructor({ client, server, delayMs, onGone }: {
    client: Socket; server: Socket; delayMs: () => number; onGone: () => void
  }) {
    this.#client = client
    this.#server = server
    this.#delayMs = delayMs
    this.#onGone = onGone
    this.#carry(client, server)
    this.#carry(server, client)
  }

  start(): void {
    this.#client.resume()
    this.#server.resume()
  }

  hold(held: boolean): void {
    this.#held = held
    for (const end of [this.#client, this.#server]) {
      if (held) end.pause()
      else end.resume()
    }
  }

  break(): void {
    for (const way of this.#ways) way.stop()
    // Not resetAndDestroy: of a socket that is shutting down it leaves the handle open for ever (Node 20).
    this.#client.destroy()
    this.#server.destroy()
    this.#onGone()
  }

  #carry(from: Socket, to: Socket): void {
    const way = new Way(this.#delayMs)
    this.#ways.push(way)
    from.setNoDelay(true)
    from.pause()
    from.on('data', (piece) => way.pass(() => {
      if (to.destroyed || to.write(piece)) return
      from.pause()
      to.once('drain', () => {
        if (!this.#held) from.resume()
      })
    }))
    from.on('end', () => way.pass(() => to.end()))
    from.on('error', () => this.break())
    from.on('close', () => {
      if (to.destroyed) this.#onGone()
      else if (from.errored) this.break()
    })
  }
}

/** One direction: at once, or each piece after the delay of its time, never before an earlier one. */
class Way {
  readonly #delayMs: () => number
  #waiting: { atMs: number; work: () => void }[] = []
  #timer: NodeJS.Timeout | null = null

  constructor(delayMs: () => number) {
    this.#delayMs = delayMs
  }

  pass(work: () => void): void {
    const delayMs = this.#delayMs()
    if (delayMs === 0 && this.#waiting.length === 0) return work()
    this.#waiting.push({ atMs: performance.now() + delayMs, work })
    this.#timer ??= this.#wait()
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#waiting = []
  }

  #wait(): NodeJS.Timeout | null {
    const next = this.#waiting[0]
    if (next === undefined) return null
    return setTimeout(() => {
      this.#waiting.shift()
      this.#timer = this.#wait()
      next.work()
    }, Math.max(0, next.atMs - performance.now()))
  }
}

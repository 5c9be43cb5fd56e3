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
  /** Connections of before a fault that later ones don't suffer from. */
  #old: Pair[] = []
  /** Of connections to come. */
  #budgets: (Budget | null)[] = []

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

  /**
   * Half-open: what is open now swallows all it is given, and nobody is told before `breakOld`. Connections that
   * come are whole.
   */
  swallow(): void {
    for (const pair of this.#pairs) pair.swallow()
    this.#old = [...this.#pairs]
  }

  /**
   * What is open now holds back what its clients say; `hangUp` takes the clients away, and `breakOld` lets it
   * arrive when they are back over other connections.
   */
  holdBack(): void {
    for (const pair of this.#pairs) pair.holdBack()
    this.#old = [...this.#pairs]
  }

  hangUp(): void {
    for (const pair of this.#old) pair.hangUp()
  }

  breakOld(): void {
    for (const pair of this.#old.splice(0)) pair.letGo()
  }

  /** The next connection breaks when it has carried so many bytes that way. */
  cutNext(after: Budget): void {
    this.#budgets = [after]
  }

  /** The one after the next. */
  cutAfterNext(after: Budget): void {
    this.#budgets = [null, after]
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
      onGone: () => this.#pairs.delete(pair), budget: this.#budgets.shift() ?? null,
    })
    this.#pairs.add(pair)
    if (this.#state === 'frozen') pair.hold(true)
    else pair.start()
  }
}

/** `up`: from the client to the server. */
export interface Budget { way: 'up' | 'down'; bytes: number }

/** Both ends of one connection. */
class Pair {
  readonly #client: Socket
  readonly #server: Socket
  readonly #up: Way
  readonly #down: Way
  readonly #onGone: () => void
  #held = false

  constructor({ client, server, delayMs, onGone, budget }: {
    client: Socket; server: Socket; delayMs: () => number; onGone: () => void; budget: Budget | null
  }) {
    this.#client = client
    this.#server = server
    this.#onGone = onGone
    this.#up = new Way(delayMs, budget?.way === 'up' ? budget.bytes : Infinity)
    this.#down = new Way(delayMs, budget?.way === 'down' ? budget.bytes : Infinity)
    this.#carry({ from: client, to: server, way: this.#up })
    this.#carry({ from: server, to: client, way: this.#down })
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

  swallow(): void {
    this.#up.swallow()
    this.#down.swallow()
  }

  holdBack(): void {
    this.#up.holdBack()
  }

  hangUp(): void {
    this.#client.destroy()
  }

  /** The end of `swallow` and `holdBack`: what was held back arrives, and the connection is over. */
  letGo(): void {
    this.#up.letGo()
    this.#client.destroy()
    this.#server.end()
  }

  break(): void {
    this.#up.stop()
    this.#down.stop()
    // Not resetAndDestroy: of a socket that is shutting down it leaves the handle open for ever (Node 20).
    this.#client.destroy()
    this.#server.destroy()
    this.#onGone()
  }

  #carry({ from, to, way }: { from: Socket; to: Socket; way: Way }): void {
    from.setNoDelay(true)
    from.pause()
    from.on('data', (whole: Buffer) => way.pass(() => {
      const piece = way.spend(whole)
      if (to.destroyed) return
      if (way.spent) return void to.write(piece, () => this.break())
      if (to.write(piece)) return
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
  #bytesLeft: number
  #mode: 'open' | 'held' | 'swallowing' = 'open'
  #waiting: { atMs: number; work: () => void }[] = []
  #timer: NodeJS.Timeout | null = null

  constructor(delayMs: () => number, bytesMax: number) {
    this.#delayMs = delayMs
    this.#bytesLeft = bytesMax
  }

  /** It has carried all it may. */
  get spent(): boolean { return this.#bytesLeft === 0 }

  spend(piece: Buffer): Buffer {
    const part = piece.subarray(0, Math.min(piece.length, this.#bytesLeft))
    this.#bytesLeft -= part.length
    return part
  }

  swallow(): void {
    this.stop()
    this.#mode = 'swallowing'
  }

  holdBack(): void {
    this.#mode = 'held'
  }

  letGo(): void {
    const held = this.#waiting
    this.stop()
    for (const { work } of held) work()
  }

  pass(work: () => void): void {
    if (this.#mode === 'swallowing') return
    if (this.#mode === 'held') return void this.#waiting.push({ atMs: 0, work })
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

import { createServer } from 'node:net'
import type { AddressInfo, ListenOptions, Server } from 'node:net'
import { Turns } from './turns.ts'
import { WireClient } from './wire-client.ts'
import type { Request } from './wire-client.ts'
import { greetingFrames, queryFrame, readyFrame, transactionStatus } from './wire-frames.ts'
import { cleanSession, runFrames, runSql } from './wire-session.ts'
import type { Answer, ProtocolEngine } from './wire-session.ts'

export interface GateOptions {
  engine: ProtocolEngine
  /** Run again whenever a client leaves, so that its settings don't outlive it. */
  sessionSql: readonly string[]
  /** A client that holds the session this long without doing anything is cut. */
  idleMs?: number
  batchBytesMax?: number
  /** The engine broke: what it holds can't be trusted any more. */
  onFatal: (error: unknown) => void
}

/**
 * Serves many PostgreSQL clients on the one session of PGlite.
 *
 * A client: greeted → idle → (request) waiting → owner → idle, until it closes.
 * It owns the session from its first request until the session says "no transaction", so transactions never mix.
 */
export class WireGate {
  private readonly options: Required<GateOptions>
  private readonly server: Server
  private readonly turns = new Turns<object>()
  private readonly clients = new Set<WireClient>()
  private readonly idleTimers = new Map<WireClient, NodeJS.Timeout>()
  private clientCount = 0

  constructor(options: GateOptions) {
    this.options = { idleMs: 30_000, batchBytesMax: 64 * 2 ** 20, ...options }
    this.server = createServer((socket) => {
      this.clientCount += 1
      this.clients.add(new WireClient({
        id: this.clientCount,
        socket,
        batchBytesMax: this.options.batchBytesMax,
        events: {
          greet: (client) => this.onGreet(client),
          request: (client, request) => this.enqueue(client, () => this.serve(client, request)),
          close: (client) => this.enqueue(client, () => this.farewell(client)),
        },
      }))
    })
  }

  async listen(where: ListenOptions): Promise<AddressInfo | string | null> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(where, resolve)
    })
    return this.server.address()
  }

  /** Runs our own upkeep between the clients' transactions. */
  async exec(sql: string): Promise<void> {
    const owner = {}
    await this.turns.take(owner)
    try {
      await runSql(this.options.engine, sql)
    } finally {
      this.turns.pass(owner)
    }
  }

  /** Cuts all clients, rolls back what they had open, and resolves when the session is quiet. */
  async close(): Promise<void> {
    const listening = new Promise<void>((resolve) => this.server.close(() => resolve()))
    await Promise.all([...this.clients].map((client) => this.cut(client)))
    await listening
  }

  private async cut(client: WireClient): Promise<void> {
    if (!client.closed) {
      await new Promise<unknown>((resolve) => client.socket.once('close', resolve).destroy())
    }
    await client.work
  }

  private onGreet(client: WireClient): void {
    client.greeted = true
    client.socket.write(greetingFrames(client.id))
  }

  private enqueue(client: WireClient, job: () => Promise<void>): void {
    client.work = client.work.then(job).catch((error: unknown) => this.options.onFatal(error))
  }

  private async serve(client: WireClient, request: Request): Promise<void> {
    if (request.kind === 'copyFailed') return this.failCopy(client, request.error)
    await this.turns.take(client)
    this.stopIdleTimer(client)
    if (client.closed) return this.farewell(client)
    const answer = await runFrames(this.options.engine, request.frames)
    await this.reply(client, answer)
    this.settle(client, answer.status)
  }

  /** Outside a transaction nothing reached the session; inside one, it must be seen to fail. */
  private async failCopy(client: WireClient, error: Buffer): Promise<void> {
    if (!this.turns.has(client)) {
      client.socket.write(Buffer.concat([error, readyFrame(transactionStatus.idle)]))
      return
    }
    this.stopIdleTimer(client)
    const { status } = await runFrames(this.options.engine, [queryFrame('select copy_failed_abort_transaction')])
    client.socket.write(Buffer.concat([error, readyFrame(transactionStatus.failed)]))
    this.settle(client, status)
  }

  private settle(client: WireClient, status: number | null): void {
    if (status === transactionStatus.idle) this.turns.pass(client)
    else this.idleTimers.set(client, setTimeout(() => client.socket.destroy(), this.options.idleMs))
  }

  private async reply(client: WireClient, answer: Answer): Promise<void> {
    for (const other of this.clients) {
      if (other.greeted) for (const bytes of answer.notifications) other.socket.write(bytes)
    }
    for (const bytes of answer.own) client.socket.write(bytes)
    if (client.socket.writableLength > unreadBytesMax) await this.drained(client)
  }

  /** One who asks for much and doesn't read must not keep the session from the others. */
  private async drained(client: WireClient): Promise<void> {
    const impatience = setTimeout(() => client.socket.destroy(), this.options.idleMs)
    await new Promise<void>((resolve) => {
      client.socket.once('drain', resolve)
      client.socket.once('close', () => resolve())
      if (client.socket.destroyed) resolve()
    })
    clearTimeout(impatience)
  }

  private async farewell(client: WireClient): Promise<void> {
    this.clients.delete(client)
    await this.turns.take(client)
    this.stopIdleTimer(client)
    const { engine, sessionSql } = this.options
    await cleanSession(engine, { statements: client.statements, sessionSql })
    client.statements.clear()
    this.turns.pass(client)
  }

  private stopIdleTimer(client: WireClient): void {
    clearTimeout(this.idleTimers.get(client))
    this.idleTimers.delete(client)
  }
}

/** Answers that a client hasn't read yet; above it the session waits for that client. */
const unreadBytesMax = 8 * 2 ** 20

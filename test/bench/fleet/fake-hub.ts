import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { unpack } from '../../../protocol/codec.ts'
import { packCommand, type PhoneCommand } from '../../../protocol/commands.ts'
import { taskFinished } from '../../../protocol/events/phone.ts'
import { encodeFrame } from '../../../protocol/frame.ts'
import type { AccountId, DeviceId, TaskId } from '../../../protocol/ids.ts'
import { acked, command, phoneHello, phoneWelcome } from '../../../protocol/messages/phone.ts'

/**
 * The hub's side of the protocol and nothing else: keeps numbered messages per install, exactly the next one.
 * Tests decide when it acks, and look at what came over the wire.
 */
export class FakeHub {
  readonly port: number
  readonly stored = new Map<string, unknown[][]>()
  /** Broken rules of the phone: holes, a window overrun. */
  readonly faults: string[] = []
  readonly hellos: { install: string; lastSequence: number }[] = []
  window = 100
  heartbeatMs = 30_000
  /** Acks each frame at once, with the window of that moment. */
  acks = true
  /** The welcome claims this number instead of the stored one. */
  claims: number | null = null
  /** Refuses the upgrade. */
  refusal: { status: number; body: string } | null = null
  readonly #server: WebSocketServer
  /** Commands without a result: pushed again after each welcome. */
  readonly #open = new Map<unknown, unknown[]>()
  #socket: WebSocket | null = null
  #install = ''
  #ackedTo = 0
  #granted = 0

  private constructor(server: WebSocketServer) {
    this.#server = server
    this.port = (server.address() as AddressInfo).port
    server.on('connection', (socket) => this.#onConnection(socket))
  }

  static async start(port = 0): Promise<FakeHub> {
    let hub: FakeHub | null = null
    const verifyClient = (_info: unknown, answer: (ok: boolean, status?: number, text?: string) => void) => {
      const refusal = hub?.refusal ?? null
      answer(refusal === null, refusal?.status, refusal?.body)
    }
    const server = new WebSocketServer({ port, host: '127.0.0.1', verifyClient })
    await once(server, 'listening')
    hub = new FakeHub(server)
    return hub
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async stop(): Promise<void> {
    for (const client of this.#server.clients) client.terminate()
    await new Promise((resolve) => { this.#server.close(resolve) })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  /** All numbered messages of an install, or of the newest. */
  kept(install = this.#install): unknown[][] {
    return this.stored.get(install) ?? []
  }

  ackAll(): void {
    this.ack(this.kept().length)
  }

  ack(sequence: number): void {
    this.#ackedTo = Math.max(this.#ackedTo, sequence)
    // The phone may use a wider window only after it has heard of it, and a narrower one binds it from then
    // on.
    this.#granted = Math.max(this.#ackedTo + this.window, this.#granted)
    this.send(acked.write({ sequence, window: this.window }))
  }

  ask(task: string, value: PhoneCommand, account = 'wxid_me'): void {
    const message = command.write({
      task: task as TaskId, name: value.kind, account: account as AccountId, expiresAtMs: Date.now() + 60_000,
      args: packCommand(value),
    })
    this.#open.set(task, message)
    this.send(message)
  }

  send(...messages: unknown[][]): void {
    this.#socket?.send(encodeFrame(messages))
  }

  close(code: number, reason = ''): void {
    this.#socket?.close(code, reason)
  }

  cut(): void {
    this.#socket?.terminate()
  }

  #onConnection(socket: WebSocket): void {
    this.#socket = socket
    socket.on('message', (data) => {
      if (socket !== this.#socket) return
      for (const message of unpack(data as Buffer) as unknown[][]) this.#hear(message)
      if (this.acks) this.ackAll()
    })
    socket.on('error', () => undefined)
  }

  #hear(message: unknown[]): void {
    if (message[0] === phoneHello.code) return this.#onHello(phoneHello.read(message, 1))
    if (message[0] === 0x02) return
    const kept = this.kept()
    const sequence = message[1] as number
    if (sequence > this.#granted) this.faults.push(`${sequence} is beyond the window up to ${this.#granted}`)
    if (sequence === kept.length + 1) {
      kept.push(message)
      if (message[0] === taskFinished.code) this.#open.delete(message[2])
    }
    if (sequence > kept.length) this.faults.push(`${sequence} follows ${kept.length}`)
  }

  #onHello({ install, lastSequence }: ReturnType<typeof phoneHello.read>): void {
    this.hellos.push({ install, lastSequence })
    this.#install = install
    if (!this.stored.has(install)) this.stored.set(install, [])
    const last = this.claims ?? this.kept().length
    this.#ackedTo = last
    this.#granted = last + this.window
    this.send(phoneWelcome.write({
      version: 1, device: 'd1' as DeviceId, serverMs: Date.now(), lastSequence: last, window: this.window,
      heartbeatMs: this.heartbeatMs, frameBytesMax: 262_144, mediaBytesMax: 1_000_000,
    }), ...this.#open.values())
  }
}

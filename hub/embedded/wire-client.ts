import type { Socket } from 'node:net'
import { copyInFrame, errorFrame, isCopyFromStdin, renameStatement } from './wire-frames.ts'
import { WireReader } from './wire-reader.ts'

/** What the gate must do for a client, in the order of arrival. */
export type Request =
  | { kind: 'run', frames: Buffer[] }
  /** The client gave up its COPY: `error` is for it, and an open transaction must fail. */
  | { kind: 'copyFailed', error: Buffer }

export interface ClientEvents {
  greet(client: WireClient): void
  request(client: WireClient, request: Request): void
  close(client: WireClient): void
}

/** One connection: cuts what it sends into batches that end with Sync, Query, Flush or a function call. */
export class WireClient {
  readonly id: number
  readonly socket: Socket
  /** Names in the shared session that this client prepared. */
  readonly statements = new Set<string>()
  greeted = false
  closed = false
  /** The client's requests run one after the other. */
  work: Promise<void> = Promise.resolve()
  private readonly reader: WireReader
  private readonly batchBytesMax: number
  private readonly events: ClientEvents
  private batch: Buffer[] = []
  private batchBytes = 0
  private copying = false

  constructor(parts: { id: number, socket: Socket, batchBytesMax: number, events: ClientEvents }) {
    this.id = parts.id
    this.socket = parts.socket
    this.batchBytesMax = parts.batchBytesMax
    this.events = parts.events
    this.reader = new WireReader({ frameBytesMax: parts.batchBytesMax })
    this.socket.setNoDelay(true)
    this.socket.on('data', (chunk: Buffer) => this.receive(chunk))
    this.socket.on('error', () => undefined)
    this.socket.on('close', () => {
      this.closed = true
      this.events.close(this)
    })
  }

  private receive(chunk: Buffer): void {
    this.reader.push(chunk)
    for (let next = this.reader.next(); next !== null; next = this.reader.next()) {
      if (next.kind === 'frame') this.onFrame(next.type, next.bytes)
      else if (next.kind === 'startup') this.events.greet(this)
      else if (next.kind === 'sslRequest') this.socket.write('N')
      else this.socket.destroy()
      if (this.socket.destroyed) return
    }
  }

  private onFrame(type: string, bytes: Buffer): void {
    if (type === 'X') return void this.socket.end()
    this.batchBytes += bytes.length
    if (this.batchBytes > this.batchBytesMax) return void this.socket.destroy()
    if (this.copying) this.onCopyFrame(type, bytes)
    else this.onCommand(type, bytes)
  }

  private onCommand(type: string, bytes: Buffer): void {
    const { message, name } = renameStatement(bytes, this.id)
    if (name !== null) this.statements.add(name)
    this.batch.push(message)
    if (isCopyFromStdin(message)) {
      this.copying = true
      this.socket.write(copyInFrame())
    } else if ('QSHF'.includes(type)) {
      this.events.request(this, { kind: 'run', frames: this.takeBatch() })
    }
  }

  /** The engine wants the command and all its data in one call. */
  private onCopyFrame(type: string, bytes: Buffer): void {
    if (type === 'H' || type === 'S') return
    this.batch.push(bytes)
    if (type === 'd') return
    this.copying = false
    const parts = this.takeBatch()
    const reason = bytes.toString('utf8', 5, bytes.length - 1)
    this.events.request(this, type === 'f'
      ? { kind: 'copyFailed', error: errorFrame({ code: '57014', message: `COPY from stdin failed: ${reason}` }) }
      : { kind: 'run', frames: [Buffer.concat(parts)] })
  }

  private takeBatch(): Buffer[] {
    const taken = this.batch
    this.batch = []
    this.batchBytes = 0
    return taken
  }
}

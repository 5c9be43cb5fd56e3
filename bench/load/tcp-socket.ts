import { type Socket, connect } from 'node:net'
import { type Bytes, newBytes } from './bytes.ts'

export interface TcpSocketOptions {
  port: number
  /** `bytes` are reused when the call returns. */
  onBytes: (bytes: Bytes, from: number, to: number) => void
  /** Once, however it ended. */
  onGone: (reason: string) => void
}

/** A bare TCP connection to this machine, for load: reading copies nothing, writing waits for nobody. */
export class TcpSocket {
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  static connect({ port, onBytes, onGone }: TcpSocketOptions): Promise<TcpSocket> {
    return new Promise((resolve, reject) => {
      const onRead = (length: number): boolean => {
        onBytes(shared, 0, length)
        return true
      }
      const socket = connect({
        host: '127.0.0.1', port, noDelay: true, onread: { buffer: shared.array, callback: onRead },
      })
      let reason = 'cut'
      socket.once('connect', () => resolve(new TcpSocket(socket)))
      socket.on('error', (error) => { reason = error.message })
      socket.once('close', () => {
        reject(new Error(`no connection: ${reason}`))
        onGone(reason)
      })
    })
  }

  /** True: the kernel has taken all of it, so `bytes` may be used again. False: it belongs to the socket now. */
  write(bytes: Uint8Array): boolean {
    if (this.#socket.destroyed) return true
    this.#socket.write(bytes)
    return this.#socket.writableLength === 0
  }

  /** Closes it when everything is written. */
  end(): void {
    this.#socket.destroySoon()
  }

  /** At once; nobody says goodbye. */
  cut(): void {
    this.#socket.destroy()
  }

  /** Stops reading: the kernel's buffers fill, then the window shuts. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** Resolves when it is gone; one whose peer doesn't close it is cut. */
  async gone(): Promise<void> {
    if (this.#socket.destroyed) return
    const impatience = setTimeout(() => this.#socket.destroy(), goodbyeMsMax)
    await new Promise((resolve) => this.#socket.once('close', resolve))
    clearTimeout(impatience)
  }
}

/** All sockets read into the same memory: a read is handled before the next one begins. */
const shared = newBytes(256 * 1024)
const goodbyeMsMax = 2_000

import { setTimeout as sleep } from 'node:timers/promises'
import { closeCodeOfStatus, comeBackAfter, naturalDelays } from '../fleet/come-back.ts'
import { RawSocket, opcodes } from './raw-socket.ts'
import type { OnFrame } from './frame-reader.ts'

export interface WandererOptions {
  port: number
  path: '/phone' | '/seat'
  headers: Readonly<Record<string, string>>
  hello: () => Uint8Array
  onFrame: OnFrame
}

/** A phone or a console that comes back after every end of its connection, as the protocol tells (P31, P33). */
export class Wanderer {
  readonly #options: WandererOptions
  #socket: RawSocket | null = null
  #failures = 0
  #stopped = false
  /** Tries that the hub has turned away. */
  refusals = 0

  constructor(options: WandererOptions) {
    this.#options = options
  }

  async connect(): Promise<void> {
    const { port, path, headers, hello, onFrame } = this.#options
    while (!this.#stopped) {
      try {
        const socket = await RawSocket.connect({
          port, path, headers, onFrame, onClosed: (reason) => this.#onClosed(reason),
        })
        this.#socket = socket
        socket.sendFrame(opcodes.binary, hello())
        return
      } catch (error) {
        this.refusals += 1
        await sleep(this.#wait(String(error)))
      }
    }
  }

  /** The hub has welcomed it. */
  welcomed(): void {
    this.#failures = 0
  }

  send(frame: Uint8Array): void {
    this.#socket?.sendFrame(opcodes.binary, frame)
  }

  /** The cable breaks; it comes back by itself. */
  cut(): void {
    this.#socket?.cut()
    this.#onClosed('1006 cut')
  }

  pause(): void {
    this.#socket?.pause()
  }

  resume(): void {
    this.#socket?.resume()
  }

  stop(): void {
    this.#stopped = true
    this.#socket?.cut()
  }

  #onClosed(reason: string): void {
    this.#socket = null
    if (!this.#stopped) void sleep(this.#wait(reason)).then(() => this.connect())
  }

  /** `reason` begins with a close code, or holds the answer to a refused upgrade. */
  #wait(reason: string): number {
    const status = / HTTP\/1\.1 (\d{3}) /.exec(` ${reason} `)?.[1]
    const retry = /"retryMs":(\d+)/.exec(reason)?.[1]
    const closed = Number(/^(\d{4}) /.exec(reason)?.[1] ?? 1006)
    const wait = comeBackAfter({
      code: status === undefined ? closed : closeCodeOfStatus(Number(status)),
      reason: retry === undefined ? reason : `retry=${retry}`,
      failures: this.#failures++, delays: naturalDelays, random: Math.random,
    })
    if (wait === 'never') throw new Error(`turned away for good: ${reason}`)
    return wait
  }
}

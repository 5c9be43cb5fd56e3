import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Dice } from '../../bench/fleet/dice.ts'
import { HttpFault, mediaIdOf } from '../../bench/fleet/phone-http.ts'
import type { MediaId } from '../../protocol/ids.ts'
import type { FaultPhone } from './fault-phone.ts'

/** Media that phones bring up while things break, each again and again until the hub says that it is stored. */
export class FaultUploads {
  readonly faults: string[] = []
  /** With who brought it: nobody else may see what no message names. */
  readonly #stored = new Map<MediaId, FaultPhone>()
  readonly #stopping = new AbortController()
  readonly #running = new Set<Promise<void>>()

  get open(): number { return this.#running.size }
  get count(): number { return this.#stored.size }

  begin(phone: FaultPhone, dice: Dice): void {
    const work = this.#bringUp(phone, randomBytes(dice.integer(1, bytesMax)))
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work))
  }

  /** At whatever hub a phone is now, it gets back whole what it brought to any. */
  async missing(): Promise<string[]> {
    const found: string[] = []
    for (const [media, { phone }] of this.#stored) {
      await phone.download(media)
        .catch((error: unknown) => found.push(`acked and lost: upload ${media} at ${phone.hub}: ${String(error)}`))
    }
    return found
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#running)
  }

  /** The phone may be another one after each try: its software was restarted. */
  async #bringUp(phone: FaultPhone, bytes: Uint8Array): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        const media = await phone.phone.upload(bytes, 'application/octet-stream')
        if (media !== mediaIdOf(bytes)) this.faults.push(`an upload was stored as ${media}`)
        this.#stored.set(media, phone)
        return
      } catch (error) {
        if (error instanceof HttpFault && isRefusal(error)) {
          this.faults.push(`an upload was refused: ${error.message}`)
          return
        }
        await sleep(againMs, undefined, { signal }).catch(() => undefined)
      }
    }
  }
}

/** Not "later": nothing a phone could mend by trying again. */
function isRefusal({ status }: HttpFault): boolean {
  return status >= 400 && status < 500 && status !== 409 && status !== 429 && status !== 422
}

const bytesMax = 300_000
const againMs = 200

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { OperationFault } from '../../protocol/operation.ts'
import { type DeviceRow, listDevices } from '../../protocol/operations/device.ts'
import type { Api } from '../data/api.ts'

/**
 * The list of phones, read again and again while the page is visible, so that a phone appears by itself. With
 * a fault the rows are the ones read before it.
 */
export class DeviceWatch implements ReactiveController {
  rows: readonly DeviceRow[] | null = null
  fault: OperationFault | null = null
  readonly #host: ReactiveControllerHost
  readonly #api: () => Api
  #timer: ReturnType<typeof setTimeout> | undefined
  #round = 0

  constructor(host: ReactiveControllerHost, { api }: { api: () => Api }) {
    this.#host = host
    this.#api = api
    host.addController(this)
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#again)
    void this.refresh()
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#again)
    clearTimeout(this.#timer)
    this.#round += 1
  }

  async refresh(): Promise<void> {
    clearTimeout(this.#timer)
    this.#round += 1
    const [round, sinceMs] = [this.#round, performance.now()]
    const answer = await this.#api().call(listDevices, {})
    // Asked anew meanwhile: only that answer is sure to know what was done last.
    if (round !== this.#round) return
    this.fault = answer.ok ? null : answer.fault
    if (answer.ok) this.rows = inOrder(answer.output.rows)
    this.#host.requestUpdate()
    const restMs = Math.max(everyMs, restPerWork * (performance.now() - sinceMs))
    this.#timer = setTimeout(this.#again, restMs)
  }

  readonly #again = (): void => {
    if (document.visibilityState === 'visible') void this.refresh()
  }
}

/** The newest first, as they come; removed ones behind all others. */
export function inOrder(rows: readonly DeviceRow[]): DeviceRow[] {
  return [...rows.filter(({ revoked }) => !revoked), ...rows.filter(({ revoked }) => revoked)]
}

/** Somebody holds a phone in the hand and waits for it to appear. */
const everyMs = 3_000
/** A list that takes a second to read is read every twenty. */
const restPerWork = 20

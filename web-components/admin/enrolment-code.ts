import { limits } from '../../protocol/limits.ts'
import type { OperationFault } from '../../protocol/operation.ts'
import { createEnrolment } from '../../protocol/operations/device.ts'
import type { Api } from '../data/api.ts'

/**
 * The code on the screen. Asked for by `tick`, replaced before it expires and by `renew`; one that cannot be
 * replaced stays until it has expired.
 */
export class EnrolmentCode {
  token: string | null = null
  fault: OperationFault | null = null
  readonly #api: Api
  readonly #onChanged: () => void
  #untilMs = 0
  #askAgainMs = 0
  #isAsking = false

  constructor({ api, onChanged }: { api: Api; onChanged: () => void }) {
    this.#api = api
    this.#onChanged = onChanged
  }

  leftMs(nowMs: number): number {
    return Math.max(0, this.#untilMs - nowMs)
  }

  /** To be called about every second while somebody looks. */
  tick(nowMs: number): void {
    if (this.leftMs(nowMs) === 0) this.token = null
    if (this.leftMs(nowMs) <= renewBeforeMs && nowMs >= this.#askAgainMs) void this.renew(nowMs)
  }

  async renew(nowMs: number): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    const answer = await this.#api.call(createEnrolment, {})
    this.#isAsking = false
    this.fault = answer.ok ? null : answer.fault
    if (answer.ok) {
      this.token = answer.output.token
      // Not `expiresAtMs`: this computer's clock may differ from the hub's by more than a code lives.
      this.#untilMs = nowMs + limits.enrolmentMs
    }
    this.#askAgainMs = nowMs + askAgainMs
    this.#onChanged()
  }
}

/** Enough for a phone that scans it at the last moment and asks for a remark first. */
const renewBeforeMs = 60_000
const askAgainMs = 5_000

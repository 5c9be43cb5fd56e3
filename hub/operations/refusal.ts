import { faultCodes } from '../../protocol/fault-codes.ts'
import type { FaultCode } from '../../protocol/fault-codes.ts'
import type { FieldFault } from '../../protocol/message.ts'

/** An answer that isn't the output: the world's fault, with the HTTP status its code has. */
export class Refusal {
  readonly fault: Fault
  /** Sent as Retry-After. */
  readonly retryMs: number | null

  constructor(fault: Fault, retryMs: number | null = null) {
    this.fault = fault
    this.retryMs = retryMs
  }

  get status(): number {
    return faultCodes[this.fault.code].status
  }
}

export function refuse(code: FaultCode, reason: string): Refusal {
  return new Refusal({ code, reason })
}

/** A field that fits its type and not the world. */
export function refuseField(field: string, reason: string): Refusal {
  return new Refusal({ code: 'badInput', reason: `${field}: ${reason}`, faults: [{ field, reason }] })
}

/** Somebody was faster: the row as it is now. */
export function refuseStale(current: unknown): Refusal {
  return new Refusal({ code: 'conflict', reason: 'somebody changed it meanwhile', current })
}

export function refuseFor(waitMs: number): Refusal {
  const seconds = Math.ceil(waitMs / 1000)
  return new Refusal({ code: 'tooMany', reason: `too many attempts; try again in ${seconds} s` }, waitMs)
}

interface Fault { code: FaultCode, reason: string, faults?: FieldFault[], current?: unknown }

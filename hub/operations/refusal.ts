import type { OperationFault } from '../../protocol/operation.ts'

/** An answer that isn't the output: the world's fault, with the HTTP status its code has. */
export class Refusal {
  readonly fault: OperationFault
  /** Sent as Retry-After. */
  readonly retryMs: number | null

  constructor(fault: OperationFault, retryMs: number | null = null) {
    this.fault = fault
    this.retryMs = retryMs
  }

  get status(): number {
    return statusOf(this.fault.code)
  }
}

export function refuse(code: RefusalCode, reason: string): Refusal {
  return new Refusal({ code, reason })
}

export function refuseFor(waitMs: number): Refusal {
  const seconds = Math.ceil(waitMs / 1000)
  return new Refusal({ code: 'tooMany', reason: `too many attempts; try again in ${seconds} s` }, waitMs)
}

export function statusOf(code: string): number {
  return (statuses as Record<string, number>)[code] ?? 500
}

const statuses = {
  badInput: 400, badRequest: 400, notSignedIn: 401, wrongPassword: 401, badKey: 401,
  noRight: 403, wrongOrigin: 403, deviceRevoked: 403,
  tokenUnknown: 403, tokenUsed: 403, tokenExpired: 403, tokenRevoked: 403,
  notFound: 404, unknownOperation: 404, wrongMethod: 405, conflict: 409, wrongOffset: 409, uploadBusy: 409,
  tooLarge: 413, wrongMediaType: 415, badRange: 416, wrongHash: 422, tooMany: 429,
  bug: 500, databaseAway: 503, projectorBehind: 503, journalAway: 503, tooSlow: 503, hubBusy: 503, notBuilt: 503,
  diskFull: 507,
} as const

export type RefusalCode = keyof typeof statuses

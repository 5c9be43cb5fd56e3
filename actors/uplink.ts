import { closeCodes, type CloseCode } from '../protocol/close-codes.ts'
import type { Misfit } from '../protocol/frame.ts'
import { limits } from '../protocol/limits.ts'

/**
 * Numbering of one connection, the same for phones and tabs: the peer numbers without gaps from the welcome's
 * `lastSequence` + 1, keeps at most a window unacknowledged, and is acked cumulatively, after durability.
 */
export interface Uplink {
  /** The last number taken from this connection. */
  received: number
  /** The last number known to be durable. */
  acked: number
}

export type Numbering = 'next' | 'repeat' | CloseCode

/**
 * What a number means. A repeat is answered by the ack it missed; anything that leaves a hole ends the
 * connection.
 */
export function judgeNumber({ received, acked }: Uplink, sequence: number, windowMax: number): Numbering {
  if (sequence <= received) return 'repeat'
  if (sequence !== received + 1) return closeCodes.sequenceHole
  // Checked against the largest window ever named: it may shrink while messages are on their way.
  return sequence - acked > windowMax ? closeCodes.windowExceeded : 'next'
}

/** A misfit that can be refused by its number, or null: then nobody can tell what it was. */
export function sequenceOf({ values, code }: Misfit): number | null {
  const sequence = values[1]
  // Codes below 0x10 are control messages without a number.
  if (code < 0x10 || typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 1) return null
  return sequence
}

export const refusalOf = (misfit: Misfit): { code: string; field: string; reason: string } => ({
  code: misfit.refusal ?? (misfit.fault.field === 'code' ? 'unknownMessage' : 'badField'),
  field: misfit.fault.field.slice(0, limits.idBytesMax),
  reason: misfit.fault.reason.slice(0, limits.idBytesMax),
})

/** A message code as the events of refusals store it. */
export const refusedCodeOf = ({ code }: { code: number }): number =>
  Number.isInteger(code) && code >= 0 && code <= 2 ** 31 ? code : 0

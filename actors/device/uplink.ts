import { type CloseCode, closeCodes } from '../../protocol/close-codes.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import { uplinkRefused } from '../../protocol/events/phone.ts'
import type { Decoded } from '../../protocol/frame.ts'
import { limits } from '../../protocol/limits.ts'
import { type PhoneUplink, acked, refused } from '../../protocol/messages/phone.ts'
import type { DeviceOut } from '../out.ts'
import { takeTokens } from '../token-bucket.ts'
import { judgeNumber, refusalOf, refusedCodeOf, sequenceOf } from '../uplink.ts'
import type { LiveDevice } from './device.ts'

export const uplinkRate = { perSecond: limits.uplinkPerSecondMax, burst: limits.uplinkBurstMax }

type Numbered = Extract<PhoneUplink, { sequence: number }>
export interface Fault { code: CloseCode; detail?: string; retryMs?: number }
interface Road { out: DeviceOut; atMs: number }

/** One message of a live phone. Null, or why the connection ends. */
export function onUplink(state: LiveDevice, message: Decoded<PhoneUplink>, { out, atMs }: Road): Fault | null {
  // Whatever it is: repeats and heartbeats cost the hub as much as news.
  if (!takeTokens(state.bucket, { rate: uplinkRate, count: 1, nowMs: atMs })) {
    return { code: closeCodes.flood, retryMs: floodRetryMs }
  }
  switch (message.kind) {
    case 'heartbeat': return null
    case 'hello': return { code: closeCodes.protocolError, detail: 'a second hello' }
    case 'misfit': {
      const sequence = sequenceOf(message)
      if (sequence === null) return { code: closeCodes.unreadableMessage, detail: describe(message.fault) }
      return take(state, sequence, { out, atMs }, () => refuse(state, sequence, { ...refusalOf(message), out, atMs,
        refusedCode: refusedCodeOf(message) }))
    }
    default: return take(state, message.sequence, { out, atMs }, () => accept(state, message, { out, atMs }))
  }
}

function take(state: LiveDevice, sequence: number, { out }: Road, next: () => Fault | null): Fault | null {
  const judged = judgeNumber(state.uplink, sequence, limits.uplinkWindowMax)
  if (judged === 'repeat') {
    // The phone missed our ack, or the first copy is still being stored: what is durable is said again.
    if (sequence <= state.uplink.acked) {
      out.send([acked.write({ sequence: state.uplink.acked, window: state.window })])
    }
    return null
  }
  if (judged !== 'next') return { code: judged, detail: `got=${sequence} after=${state.uplink.received}` }
  return next()
}

function accept(state: LiveDevice, message: Numbered, road: Road): Fault | null {
  const { sequence } = message
  if (message.kind === 'accountOnline') {
    if (message.profile.wxid !== message.account) {
      return refuse(state, sequence, { ...road, code: 'badField', field: 'profile.wxid', reason: 'not the account',
        refusedCode: 0 })
    }
    state.accounts.add(message.account)
  } else if ('account' in message && message.account !== null && !state.accounts.has(message.account)) {
    return refuse(state, sequence, { ...road, code: 'accountNotHere', field: 'account',
      reason: 'this phone has not said accountOnline for it', refusedCode: 0 })
  }
  const { source, epoch } = state
  // The stamp before the spread: behind it, V8 defines each property on a slow road (3.5 µs a message,
  // measured).
  return append(state, { source, epoch, atMs: road.atMs, ...message }, road)
}

interface Refusal extends Road { code: string; field: string; reason: string; refusedCode: number }

/** The number is used up: the refusal is the event. */
function refuse(state: LiveDevice, sequence: number, refusal: Refusal): Fault | null {
  const { out, atMs, code, field, reason, refusedCode } = refusal
  const { source, epoch } = state
  const event = uplinkRefused.of({ source, sequence, epoch, atMs }, { refusedCode, code, field, reason })
  const fault = append(state, event, { out, atMs })
  if (fault === null) out.send([refused.write({ sequence, code, field, reason })])
  return fault
}

function append(state: LiveDevice, event: HubEvent, { out }: Road): Fault | null {
  if (out.append(event) === 'full') return { code: closeCodes.journalFull, retryMs: journalFullRetryMs }
  state.uplink.received = event.sequence
  return null
}

const describe = ({ field, reason }: { field: string; reason: string }): string => `${field}: ${reason}`
/** A flooding phone is mended or malicious; either way a second is enough for its window to drain. */
const floodRetryMs = 5_000
const journalFullRetryMs = 3_000

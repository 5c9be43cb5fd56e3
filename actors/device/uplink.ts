import { type CloseCode, closeCodes } from '../../protocol/close-codes.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import { uplinkRefused } from '../../protocol/events/phone.ts'
import { limits } from '../../protocol/limits.ts'
import { type CarriedUplink, type PhoneUplink, acked, refused } from '../../protocol/messages/phone.ts'
import type { DeviceOut } from '../out.ts'
import { takeTokens } from '../token-bucket.ts'
import { judgeNumber, refusalOf, refusedCodeOf, sequenceOf } from '../uplink.ts'
import type { LiveDevice, PhoneFrame } from './device.ts'

export const uplinkRate = { perSecond: limits.uplinkPerSecondMax, burst: limits.uplinkBurstMax }

type Numbered = Extract<PhoneUplink, { sequence: number }>
export interface Fault { code: CloseCode; detail?: string; retryMs?: number }
interface Road { out: DeviceOut; atMs: number }

/** One message of a live phone. Null, or why the connection ends. */
export function onUplink(state: LiveDevice, message: PhoneFrame[number], { out, atMs }: Road): Fault | null {
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
      const judged = judge(state, sequence, out)
      if (judged !== 'next') return judged
      const refusedCode = refusedCodeOf(message)
      return refuse(state, sequence, { ...refusalOf(message), out, atMs, refusedCode })
    }
    default: {
      const judged = judge(state, message.sequence, out)
      if (judged !== 'next') return judged
      const road = { out, atMs }
      return message.kind === 'carried' ? carry(state, message, road) : accept(state, message, road)
    }
  }
}

/** 'next': to be taken. Null: a repeat, answered. */
function judge(state: LiveDevice, sequence: number, out: DeviceOut): 'next' | Fault | null {
  const judged = judgeNumber(state.uplink, sequence, limits.uplinkWindowMax)
  if (judged === 'repeat') {
    // The phone missed our ack, or the first copy is still being stored: what is durable is said again.
    if (sequence <= state.uplink.acked) {
      out.send([acked.write({ sequence: state.uplink.acked, window: state.window })])
    }
    return null
  }
  return judged === 'next' ? judged : { code: judged, detail: `got=${sequence} after=${state.uplink.received}` }
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
    return refuseAccount(state, sequence, road)
  }
  const { source, epoch } = state
  // The stamp before the spread: behind it, V8 defines each property on a slow road (3.5 µs a message,
  // measured).
  return append(state, { source, epoch, atMs: road.atMs, ...message }, road)
}

function carry(state: LiveDevice, message: CarriedUplink, road: Road): Fault | null {
  const { sequence, account } = message
  if (!state.accounts.has(account)) return refuseAccount(state, sequence, road)
  const { source, epoch } = state
  return taken(state, sequence, road.out.carry({ source, sequence, epoch, atMs: road.atMs }, message))
}

function refuseAccount(state: LiveDevice, sequence: number, road: Road): Fault | null {
  const reason = 'this phone has not said accountOnline for it'
  return refuse(state, sequence, { ...road, code: 'accountNotHere', field: 'account', reason, refusedCode: 0 })
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
  return taken(state, event.sequence, out.append(event))
}

function taken(state: LiveDevice, sequence: number, answer: 'taken' | 'full'): Fault | null {
  if (answer === 'full') return { code: closeCodes.journalFull, retryMs: journalFullRetryMs }
  state.uplink.received = sequence
  return null
}

const describe = ({ field, reason }: { field: string; reason: string }): string => `${field}: ${reason}`
/** A flooding phone is mended or malicious; either way a second is enough for its window to drain. */
const floodRetryMs = 5_000
const journalFullRetryMs = 3_000

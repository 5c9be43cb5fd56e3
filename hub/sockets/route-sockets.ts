import uws, { type TemplatedApp, type WebSocket, type WebSocketBehavior } from 'uWebSockets.js'
import type { PhoneFrame } from '../../actors/device/device.ts'
import { closeCodes } from '../../protocol/close-codes.ts'
import { type Frame, decodeFrame } from '../../protocol/frame.ts'
import { limits } from '../../protocol/limits.ts'
import { phoneCarrier, phoneUplink } from '../../protocol/messages/phone.ts'
import { seatUplink } from '../../protocol/messages/seat.ts'
import type { DeviceId, UserId } from '../../protocol/ids.ts'
import { wrongOrigin } from '../http/origin.ts'
import { hubLimits } from '../limits.ts'
import type { Phone, Phones } from '../phones.ts'
import type { Seats, Tab } from '../seats.ts'
import { type IdentifyParts, identifyPhone, identifySeat } from '../sessions/identify.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { Connections } from './connections.ts'
import { type CloseAdvice, type OwnSocket, newSocket } from './socket.ts'
import { type Admission, type UpgradeRefusal, upgrade } from './upgrade.ts'
import type { CloseCode } from '../../protocol/close-codes.ts'

export interface SocketParts extends IdentifyParts {
  phones: Phones
  seats: Seats
  admission: Admission
  connections: Connections
  telemetry: Telemetry
  allowedOrigins: readonly string[]
  nowMs: () => number
  /** Nobody new while nothing can be stored: their hellos would only wait. */
  accepting: () => boolean
}

interface PhoneData { device: DeviceId; phone: Phone | null; socket: OwnSocket | null }
interface SeatData {
  user: UserId
  session: string
  /** Taken only to be told when to come back. */
  refusal: UpgradeRefusal | null
  tab: Tab | null
  socket: OwnSocket | null
}

/** `/phone` and `/seat`: authenticated at the upgrade, decoded once, handed to the actors. */
export function routeSockets(app: TemplatedApp, parts: SocketParts): void {
  app.ws<PhoneData>('/phone', phoneBehaviour(parts))
  app.ws<SeatData>('/seat', seatBehaviour(parts))
}

const shared = {
  // Larger frames are refused by decodeFrame with a name; beyond twice the limit uWebSockets.js closes
  // without one.
  maxPayloadLength: 2 * limits.frameBytesMax,
  maxBackpressure: hubLimits.socketBufferBytesMax,
  // Silence is judged by the protocol's own heartbeats.
  idleTimeout: 0,
  sendPingsAutomatically: false,
  maxLifetime: 0,
  compression: uws.DISABLED,
} as const

function phoneBehaviour(parts: SocketParts): WebSocketBehavior<PhoneData> {
  const { phones, telemetry, nowMs } = parts
  const end = (phone: Phone, code: CloseCode, advice: CloseAdvice): void => phones.close(phone, code, advice)
  return {
    ...shared,
    upgrade: (response, request, context) => upgrade<PhoneData>({
      response, request, context, onRefused: ({ code }) => telemetry.refused('upgrade', code),
      identify: async ({ authorization }) => {
        const refused = admitted(parts)
        if (refused !== null) return refused
        const found = await identifyPhone(parts, { authorization, nowMs: nowMs() })
        return found.ok ? { ok: true, data: { device: found.device.id, phone: null, socket: null } } : found
      },
    }),
    open: (ws) => {
      const data = ws.getUserData()
      parts.connections.upgraded()
      data.socket = newSocket(ws, { bufferBytesMax: hubLimits.phoneBufferBytesMax })
      data.phone = phones.open(data.device, data.socket)
    },
    message: (ws, message, isBinary) => {
      const { phone, socket } = ws.getUserData()
      if (phone === null || socket?.deaf !== false) return
      const frame = read(message, isBinary, readPhoneFrame)
      if (frame.kind === 'malformed') return end(phone, closeCodes.malformedFrame, { detail: frame.reason })
      telemetry.frames('phone', frame.messages.length, message.byteLength)
      phones.frame(phone, frame.messages, nowMs())
    },
    close: (ws: WebSocket<PhoneData>, code) => {
      const { phone, socket } = ws.getUserData()
      parts.connections.webSocketClosed()
      socket?.onClosed()
      if (phone !== null) phones.closed(phone, `closed ${code}`)
    },
  }
}

function seatBehaviour(parts: SocketParts): WebSocketBehavior<SeatData> {
  const { seats, telemetry, nowMs, allowedOrigins } = parts
  return {
    ...shared,
    upgrade: (response, request, context) => upgrade<SeatData>({
      response, request, context, onRefused: ({ code }) => telemetry.refused('upgrade', code),
      identify: async ({ cookie, ...headers }) => {
        const foreign = wrongOrigin(headers, { allowedOrigins })
        if (foreign !== null) return { ok: false, status: 403, code: 'wrongOrigin', reason: 'a page of another site' }
        const found = await identifySeat(parts, { cookie, nowMs: nowMs() })
        if (!found.ok) return found
        if (!found.user.permissions.includes('chat')) {
          return { ok: false, status: 403, code: 'noRight', reason: 'this user is no seat' }
        }
        // A page can't read the answer to a refused upgrade: it hears the wait as a close.
        const refusal = admitted(parts)
        if (refusal !== null) telemetry.refused('upgrade', refusal.code)
        const { user, session } = found
        return { ok: true, data: { user: user.id, session: session.hash, refusal, tab: null, socket: null } }
      },
    }),
    open: (ws) => {
      const data = ws.getUserData()
      parts.connections.upgraded()
      data.socket = newSocket(ws, { bufferBytesMax: hubLimits.seatBufferBytesMax })
      if (data.refusal !== null) return data.socket.close(closeCodes.hubBusy, data.refusal)
      data.tab = seats.open({ user: data.user, session: data.session, socket: data.socket })
    },
    message: (ws, message, isBinary) => {
      const { tab, socket } = ws.getUserData()
      if (tab === null || socket?.deaf !== false) return
      const frame = read(message, isBinary, (bytes) => decodeFrame(bytes, seatUplink))
      if (frame.kind === 'malformed') return seats.close(tab, closeCodes.malformedFrame, { detail: frame.reason })
      telemetry.frames('seat', frame.messages.length, message.byteLength)
      seats.frame(tab, frame.messages, nowMs())
    },
    drain: (ws) => {
      const { tab } = ws.getUserData()
      if (tab !== null && ws.getBufferedAmount() === 0) seats.drained(tab)
    },
    close: (ws: WebSocket<SeatData>, code) => {
      const { tab, socket } = ws.getUserData()
      parts.connections.webSocketClosed()
      socket?.onClosed()
      if (tab !== null) seats.closed(tab, `closed ${code}`)
    },
  }
}

function readPhoneFrame(bytes: Uint8Array): Frame<PhoneFrame[number]> {
  const messages = phoneCarrier(bytes)
  return messages === null ? decodeFrame(bytes, phoneUplink) : { kind: 'frame', messages }
}

function admitted({ admission, phones, seats, nowMs, accepting }: SocketParts): UpgradeRefusal | null {
  if (!accepting()) {
    return { ok: false, status: 503, code: 'hubBusy', reason: 'nothing can be stored now', retryMs: 2_000 }
  }
  return admission.ask(nowMs(), phones.size + seats.size)
}

function read<M>(message: ArrayBuffer, isBinary: boolean, decode: (bytes: Uint8Array) => Frame<M>): Frame<M> {
  if (!isBinary) return { kind: 'malformed', reason: 'a text frame' }
  // The buffer belongs to uWebSockets.js and is emptied when this callback returns, so it is copied: bodies
  // are views of the copy.
  return decode(Buffer.from(new Uint8Array(message)))
}

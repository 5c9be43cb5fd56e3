import { phoneDownlink, acked, phoneHello, refused } from '../../protocol/messages/phone.ts'
import { seatDownlink, seatHello } from '../../protocol/messages/seat.ts'
import { accountOnline } from '../../protocol/events/phone.ts'
import { numbered } from '../../protocol/events/fact.ts'
import { decodeFrame, encodeFrame } from '../../protocol/frame.ts'
import type { InstallId, TabId } from '../../protocol/ids.ts'
import { protocolVersion } from '../../protocol/limits.ts'
import type { Bytes } from './bytes.ts'
import { newGate } from './gate.ts'
import type { Line, LineUp } from './line.ts'
import { arrayCount, firstElement, readNumber, skipValue } from './msgpack-walk.ts'
import { plainFrames } from './packaging.ts'
import { RawSocket, opcodes } from './raw-socket.ts'
import { readHappened } from './deliveries.ts'

/** Phones and seats that speak to the hub under test. */
export function newHubLine({ port, credentials, onAcked, onMessage, onSeatAcked, onFault }: LineUp): Line {
  const install = `bench${process.pid}` as InstallId
  return {
    acks: true, packaging: plainFrames,
    async phone(index) {
      const { deviceOf, keyOf, accountOf } = credentials
      const greeted = newGate()
      const socket = await RawSocket.connect({
        port, path: '/phone', headers: { authorization: `Bearer ${deviceOf(index)}.${keyOf(index)}` },
        onFrame: (_opcode, bytes, from, to) => readPhoneFrame(bytes, { from, to }, {
          onAcked: (sequence, window) => { greeted.open(); onAcked(index, sequence, window) },
          onWelcome: () => socket.sendFrame(opcodes.binary, encodeFrame([
            numbered(accountOnline).write({
              sequence: 1, account: accountOf(index), profile: { wxid: accountOf(index) },
            }),
          ])),
          onFault: (reason) => onFault(`phone ${index}: ${reason}`),
        }),
        onClosed: (reason) => { onFault(`phone ${index} was closed: ${reason}`); greeted.open() },
      })
      socket.sendFrame(opcodes.binary, encodeFrame([phoneHello.write({
        version: protocolVersion, install, lastSequence: 0, info: { brand: 'bench', model: 'bench' },
      })]))
      await greeted.opened
      return socket
    },
    async seat(index) {
      const greeted = newGate()
      const seatEars: SeatEars = {
        onAcked: (sequence) => onSeatAcked?.(index, sequence),
        onFault: (reason) => onFault(`seat ${index}: ${reason}`),
      }
      const socket = await RawSocket.connect({
        port, path: '/seat',
        headers: { cookie: `ark_session=${credentials.tokenOf(index)}`, origin: `http://127.0.0.1:${port}` },
        onFrame: (_opcode, bytes, from, to) => {
          greeted.open(() => readSeatWelcome(bytes, { from, to }))
          readHappened(bytes, from, onMessage)
          if (onSeatAcked !== undefined) readSeatAcks(bytes, from, seatEars)
        },
        onClosed: (reason) => { onFault(`seat ${index} was closed: ${reason}`); greeted.open() },
      })
      socket.sendFrame(opcodes.binary, encodeFrame([seatHello.write({
        version: protocolVersion, tab: `bench${process.pid}t${index}` as TabId, cursor: null,
      })]))
      await greeted.opened
      return socket
    },
  }
}

interface PhoneEars {
  onAcked: (sequence: number, window: number) => void
  onWelcome: () => void
  onFault: (reason: string) => void
}

interface SeatEars {
  onAcked: (sequence: number) => void
  onFault: (reason: string) => void
}

interface Span { from: number; to: number }

/** Acks are read in place; everything else is rare and decoded as a phone would. */
function readPhoneFrame({ array }: Bytes, { from, to }: Span, { onAcked, onWelcome, onFault }: PhoneEars): void {
  let at = firstElement(array, from)
  for (let left = arrayCount(array, from); left > 0; left--) {
    const first = firstElement(array, at)
    if (array[first] !== acked.code) return readRest()
    const window = skipValue(array, first + 1)
    onAcked(readNumber(array, first + 1), readNumber(array, window))
    at = skipValue(array, at)
  }

  function readRest(): void {
    const frame = decodeFrame(array.slice(from, to), phoneDownlink)
    if (frame.kind === 'malformed') return onFault(frame.reason)
    for (const message of frame.messages) {
      if (message.kind === 'welcome') onWelcome()
      else if (message.kind === 'acked') onAcked(message.sequence, message.window)
      else if (message.kind === 'refused') onFault(`refused: ${message.code} ${message.field} ${message.reason}`)
      else if (message.kind !== 'heartbeat') onFault(`unexpected ${message.kind}`)
    }
  }
}

function readSeatAcks(
  { array }: Bytes, from: number, { onAcked, onFault }: SeatEars,
): void {
  let at = firstElement(array, from)
  for (let left = arrayCount(array, from); left > 0; left--) {
    const first = firstElement(array, at)
    if (array[first] === acked.code) onAcked(readNumber(array, first + 1))
    else if (array[first] === refused.code) onFault(`send ${readNumber(array, first + 1)} was refused`)
    at = skipValue(array, at)
  }
}

function readSeatWelcome({ array }: Bytes, { from, to }: Span): void {
  const frame = decodeFrame(array.slice(from, to), seatDownlink)
  const first = frame.kind === 'frame' ? frame.messages[0] : undefined
  if (first?.kind !== 'welcome') throw new Error('a seat was not welcomed')
}

import type { Bytes } from './bytes.ts'
import { readRelayed } from './deliveries.ts'
import { newGate } from './gate.ts'
import type { Line, LineUp, LoadSocket } from './line.ts'
import {
  type NatsEars, answeredSequence, inboxOf, isRefusal, latin1, newNatsCut, newNatsPackaging,
} from './nats-protocol.ts'
import { RawSocket, opcodes } from './raw-socket.ts'
import { StreamCutter } from './stream-cutter.ts'

/**
 * nats-server's own WebSocket: a phone's PUB goes into a JetStream stream, whose answer is its ack; a seat is an
 * ordinary subscriber of the same subject, so that delivery doesn't wait for storage.
 */
export function newNatsLine(lineUp: LineUp): Line {
  const { port, phonesPerSeat, onAcked, onMessage, onFault } = lineUp
  const subjectOf = (seat: number): string => `${subjectRoot}.${seat}`
  return {
    acks: true, packaging: newNatsPackaging((phone) => subjectOf(Math.floor(phone / phonesPerSeat))),
    async phone(index) {
      let acked = 0
      const onAnswer: NatsEars['onMessage'] = ({ array }, { lineFrom, from, to }) => {
        if (isRefusal(array, from, to)) return onFault(`phone ${index}: ${latin1(array, from, to)}`)
        const sequence = answeredSequence(array, lineFrom)
        if (sequence !== acked + 1) onFault(`phone ${index}: ${sequence} was acked after ${acked}`)
        acked = sequence
        onAcked(index, acked, windowMax)
      }
      const socket = await connectNats({ port, name: `phone ${index}`, onMessage: onAnswer, onFault })
      await socket.ask(`SUB ${inboxOf(index)}.* 1`)
      onAcked(index, 0, windowMax)
      return socket
    },
    async seat(index) {
      const socket = await connectNats({
        port, name: `seat ${index}`, onFault,
        onMessage: (bytes, { from, to }) => readRelayed(bytes, from, to, onMessage),
      })
      await socket.ask(`SUB ${subjectOf(index)} 1`)
      return socket
    },
  }
}

export interface NatsSocket extends LoadSocket {
  /** Sends a command; resolves when the server has worked on it. */
  ask(command: string): Promise<void>
}

export interface NatsConnecting {
  port: number
  name: string
  onMessage: NatsEars['onMessage']
  onFault: (reason: string) => void
}

export async function connectNats({ port, name, onMessage, onFault }: NatsConnecting): Promise<NatsSocket> {
  const greeted = newGate()
  let answered = newGate()
  const say = (line: string): void => void socket.sendFrame(opcodes.binary, Buffer.from(`${line}\r\n`))
  const onLine = (line: string): void => {
    if (line.startsWith('INFO')) return greeted.open()
    if (line === 'PONG') return answered.open()
    if (line === 'PING') return say('PONG')
    if (line !== '+OK') onFault(`${name}: ${line}`)
  }
  const cutter = new StreamCutter(newNatsCut({ onMessage, onLine }))
  const socket = await RawSocket.connect({
    port, path: '/', headers: {},
    onFrame: (_opcode: number, bytes: Bytes, from: number, to: number) => cutter.push(bytes, from, to),
    onClosed: (reason) => {
      onFault(`${name} was closed: ${reason}`)
      greeted.open()
      answered.open()
    },
  })
  await greeted.opened
  const ask = async (command: string): Promise<void> => {
    answered = newGate()
    say(`${command}\r\nPING`)
    await answered.opened
  }
  await ask('CONNECT {"verbose":false,"pedantic":false,"lang":"bench","version":"1","protocol":1}')
  return { ask, write: (bytes) => socket.write(bytes), close: () => socket.close() }
}

/** What the stream of the bench holds. */
export const subjectRoot = 'seat'
/** The closed loop bounds what is under way. */
const windowMax = Number.MAX_SAFE_INTEGER

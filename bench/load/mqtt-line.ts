import type { Bytes } from './bytes.ts'
import { readRelayed } from './deliveries.ts'
import { type Gate, newGate } from './gate.ts'
import type { Line, LineUp, LoadSocket } from './line.ts'
import {
  connectPacket, disconnectPacket, newMqttPackaging, newPacketCut, packetIdOf, packetTypes, publishAckPacket,
  readPublish, subscribePacket,
} from './mqtt-packets.ts'
import { StreamCutter } from './stream-cutter.ts'
import { TcpSocket } from './tcp-socket.ts'

/**
 * MQTT 3.1.1 on plain TCP, QoS 1 on both sides: a phone's PUBLISH is answered by PUBACK, and a seat, whose session the
 * broker keeps, answers each of its own.
 */
export function newMqttLine(lineUp: LineUp): Line {
  const { phonesPerSeat } = lineUp
  const topicOf = (phone: number): string => `seat/${Math.floor(phone / phonesPerSeat)}`
  return {
    acks: true, packaging: newMqttPackaging(topicOf),
    phone: (index) => connectPhone(lineUp, index),
    seat: (index) => connectSeat(lineUp, index),
  }
}

async function connectPhone({ port, onAcked, onFault }: LineUp, index: number): Promise<LoadSocket> {
  const greeted = newGate()
  let acked = 0
  const socket = await connect({ port, name: `phone ${index}`, greeted, onFault }, (head, { view }, from) => {
    if (head === packetTypes.connectAck) return greeted.open(() => accepted(view, from))
    if (head !== packetTypes.publishAck) return onFault(`phone ${index}: packet ${head}`)
    acked += 1
    const id = view.getUint16(from)
    if (id !== packetIdOf(acked)) onFault(`phone ${index}: PUBACK ${id} instead of ${packetIdOf(acked)}`)
    onAcked(index, acked, windowMax)
  })
  socket.write(connectPacket({ clientId: `phone${index}`, clean: true }))
  await greeted.opened
  onAcked(index, 0, windowMax)
  return socket
}

async function connectSeat({ port, onMessage, onFault }: LineUp, index: number): Promise<LoadSocket> {
  const [greeted, subscribed] = [newGate(), newGate()]
  const acks: Buffer[] = []
  const socket = await connect({
    port, name: `seat ${index}`, greeted: subscribed, onFault,
    onRead: () => {
      // One write for all that came with one read.
      if (acks.length > 0) socket.write(Buffer.concat(acks.splice(0)))
    },
  }, (head, bytes, from, to) => {
    if (head === packetTypes.connectAck) return greeted.open(() => accepted(bytes.view, from))
    if (head === packetTypes.subscribeAck) return subscribed.open()
    if ((head & 0xf0) !== packetTypes.publish) return onFault(`seat ${index}: packet ${head}`)
    const { id, payload } = readPublish(bytes, from)
    acks.push(publishAckPacket(id))
    readRelayed(bytes, payload, to, onMessage)
  })
  socket.write(connectPacket({ clientId: `seat${index}`, clean: false }))
  await greeted.opened
  socket.write(subscribePacket(`seat/${index}`))
  await subscribed.opened
  return socket
}

interface Connecting {
  port: number
  name: string
  /** Opened by a close too, so that nobody waits for ever. */
  greeted: Gate
  onFault: (reason: string) => void
  onRead?: () => void
}

async function connect(
  { port, name, greeted, onFault, onRead }: Connecting,
  onPacket: (head: number, bytes: Bytes, from: number, to: number) => void,
): Promise<LoadSocket> {
  const cutter = new StreamCutter(newPacketCut(onPacket))
  let byUs = false
  const tcp = await TcpSocket.connect({
    port,
    onBytes: (bytes, from, to) => {
      cutter.push(bytes, from, to)
      onRead?.()
    },
    onGone: (reason) => {
      if (!byUs) onFault(`${name} was closed: ${reason}`)
      greeted.open()
    },
  })
  return {
    write: (bytes) => tcp.write(bytes),
    async close() {
      byUs = true
      tcp.write(disconnectPacket())
      await tcp.gone()
    },
  }
}

function accepted(view: DataView, from: number): void {
  const code = view.getUint8(from + 1)
  if (code !== 0) throw new Error(`CONNACK ${code}`)
}

/** The closed loop bounds what is under way. */
const windowMax = Number.MAX_SAFE_INTEGER

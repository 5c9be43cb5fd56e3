import { readRelayed } from './deliveries.ts'
import { newGate } from './gate.ts'
import type { Line, LineUp, LoadSocket } from './line.ts'
import { RawSocket, opcodes } from './raw-socket.ts'
import { connectPacket, packetTypes, readPacket, socketIoEvents } from './socket-io-packets.ts'

/** Engine.IO 4 straight over WebSocket and Socket.IO with the msgpack parser; who one is stands in the query. */
export function newSocketIoLine({ port, onMessage, onFault }: LineUp): Line {
  const connect = async (role: string, index: number): Promise<LoadSocket> => {
    const [greeted, joined] = [newGate(), newGate()]
    const socket = await RawSocket.connect({
      port, path: `/socket.io/?EIO=4&transport=websocket&role=${role}&index=${index}`, headers: {},
      onFrame: (opcode, bytes, from, to) => {
        if (opcode === opcodes.text) {
          const letter = bytes.array[from]
          if (letter === engine.open) return greeted.open()
          if (letter === engine.ping) return void socket.sendFrame(opcodes.text, Buffer.of(engine.pong))
          return onFault(`${role} ${index}: ${Buffer.from(bytes.array.slice(from, to)).toString()}`)
        }
        const packet = readPacket(bytes, from)
        if (packet.type === packetTypes.event) return readRelayed(bytes, packet.from, packet.to, onMessage)
        if (packet.type === packetTypes.connect) return joined.open()
        onFault(`${role} ${index}: a packet of type ${packet.type}`)
      },
      onClosed: (reason) => {
        onFault(`${role} ${index} was closed: ${reason}`)
        greeted.open()
        joined.open()
      },
    })
    await greeted.opened
    socket.sendFrame(opcodes.binary, connectPacket())
    await joined.opened
    return socket
  }
  return {
    acks: false, packaging: socketIoEvents,
    phone: (index) => connect('phone', index),
    seat: (index) => connect('seat', index),
  }
}

/** Engine.IO's packet types are digits at the beginning of a text frame. */
const engine = { open: 0x30, ping: 0x32, pong: 0x33 } as const

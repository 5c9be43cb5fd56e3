import type { Line, LineUp } from './line.ts'
import { RawSocket } from './raw-socket.ts'
import { readRelayed } from './deliveries.ts'
import { plainFrames } from './packaging.ts'

/** Phones and seats that speak to a relay of bare frames: no hello, no acks; who they are stands in the address. */
export function newRawLine({ port, onMessage, onFault }: LineUp): Line {
  const connect = (path: string): Promise<RawSocket> => RawSocket.connect({
    port, path, headers: {},
    onFrame: (_opcode, bytes, from, to) => readRelayed(bytes, from, to, onMessage),
    onClosed: (reason) => onFault(`${path} was closed: ${reason}`),
  })
  return {
    acks: false, packaging: plainFrames,
    phone: (index) => connect(`/phone/${index}`),
    seat: (index) => connect(`/seat/${index}`),
  }
}

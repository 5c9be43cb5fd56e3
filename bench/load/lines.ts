import { newHubLine } from './hub-line.ts'
import type { Line, LineUp } from './line.ts'
import { newMqttLine } from './mqtt-line.ts'
import { newNatsLine } from './nats-line.ts'
import { newRawLine } from './raw-line.ts'
import { newSocketIoLine } from './socket-io-line.ts'

/** What a peer speaks. */
export type PeerKind = 'hub' | 'raw' | 'socket.io' | 'mqtt' | 'nats'

export const newLines: Readonly<Record<PeerKind, (lineUp: LineUp) => Line>> = {
  'hub': newHubLine, 'raw': newRawLine, 'socket.io': newSocketIoLine, 'mqtt': newMqttLine, 'nats': newNatsLine,
}

import type { Credentials } from './credentials.ts'
import type { OnMessage } from './deliveries.ts'
import type { RawSocket } from './raw-socket.ts'

export interface LineUp {
  port: number
  credentials: Credentials
  /** Everything a phone has sent up to this number is taken; at most `window` messages may be under way from now on. */
  onAcked: (phone: number, sequence: number, window: number) => void
  onMessage: OnMessage
  /** Anything a load run must not see: a close, a refusal, a frame that can't be read. */
  onFault: (reason: string) => void
}

/** How phones and seats reach one kind of peer. Each resolves when the socket is ready for messages. */
export interface Line {
  phone(index: number): Promise<RawSocket>
  seat(index: number): Promise<RawSocket>
}

import type { Credentials } from './credentials.ts'
import type { OnMessage } from './deliveries.ts'
import type { Packaging } from './packaging.ts'

export interface LineUp {
  port: number
  credentials: Credentials
  /** For protocols in which the phone names its seat; a hub or a relay knows by itself. */
  phonesPerSeat: number
  /** Everything a phone has sent up to this number is taken; at most `window` messages may be under way from now on. */
  onAcked: (phone: number, sequence: number, window: number) => void
  onMessage: OnMessage
  /** Of protocols in which consoles write too: what this one has said up to this number is taken. */
  onSeatAcked?: (seat: number, sequence: number) => void
  /** Anything a load run must not see: a close, a refusal, a frame that can't be read. */
  onFault: (reason: string) => void
}

/** How phones and seats speak to one kind of peer. Each resolves when it is ready for messages. */
export interface Line {
  /** False: nothing is acked, so what has arrived makes room for more. */
  readonly acks: boolean
  readonly packaging: Packaging
  phone(index: number): Promise<LoadSocket>
  seat(index: number): Promise<LoadSocket>
}

export interface LoadSocket {
  /** True: the kernel has taken all of it, so `bytes` may be used again. False: it belongs to the socket now. */
  write(bytes: Uint8Array): boolean
  /** A polite end; resolves when it is gone. */
  close(): Promise<void>
}

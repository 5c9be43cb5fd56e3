import type { WebSocket } from 'uWebSockets.js'
import { type CloseCode, closeReason } from '../../protocol/close-codes.ts'

export interface CloseAdvice { retryMs?: number; detail?: string }

/** One peer's WebSocket, without uWebSockets.js showing through. A closed one swallows what comes late. */
export interface Socket {
  readonly address: string
  /** 'slow': what waits exceeds the limit; the caller closes. */
  send(frame: Uint8Array): 'sent' | 'slow' | 'gone'
  close(code: CloseCode, advice?: CloseAdvice): void
  /** What the peer says from now on isn't taken: it gets no ack, so the peer keeps it for its next connection. */
  deafen(): void
  readonly open: boolean
  /** Bytes that the peer's window has no room for. */
  readonly waitingBytes: number
}

/** As the listener has it. */
export interface OwnSocket extends Socket {
  readonly deaf: boolean
  onClosed(): void
}

export function newSocket<Data>(
  ws: WebSocket<Data>, { bufferBytesMax }: { bufferBytesMax: number },
): OwnSocket {
  let open = true
  let deaf = false
  let gone = false
  let linger: NodeJS.Timeout | null = null
  return {
    address: Buffer.from(ws.getRemoteAddressAsText()).toString(),
    get open() { return open },
    get deaf() { return deaf },
    deafen() { deaf = true },
    get waitingBytes() { return open ? ws.getBufferedAmount() : 0 },
    send(frame) {
      if (!open) return 'gone'
      // 2 is "dropped": the limit of uWebSockets.js lies above ours, so the check before has closed the
      // socket already.
      if (ws.getBufferedAmount() > bufferBytesMax || ws.send(frame, true) === 2) return 'slow'
      return 'sent'
    },
    close(code, advice = {}) {
      if (!open) return
      open = false
      ws.end(code.code, closeReason(code, advice))
      // The goodbye stands behind what a peer that doesn't read has never taken: it would wait there for ever.
      if (!gone) linger = setTimeout(() => ws.close(), lingerMs)
    },
    onClosed() {
      open = false
      gone = true
      if (linger !== null) clearTimeout(linger)
    },
  }
}

/** From our goodbye to the end of a connection whose peer doesn't answer it. */
const lingerMs = 5_000

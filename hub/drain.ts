import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { CloseCode } from '../protocol/close-codes.ts'
import type { Road } from './road.ts'
import type { CloseAdvice, Socket } from './sockets/socket.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

export interface DrainOptions {
  road: Road
  telemetry: Telemetry
  withinMs: number
  code: CloseCode
}

/**
 * Closes every socket, spread over the window, each with its own delay for coming back, so that the hubs that
 * stay aren't stormed. A slice is heard no longer, then what was taken of it is stored and acked, then it is closed:
 * what came between the last ack and the close would be stored without the peer's knowing.
 */
export async function drain({ road, telemetry, withinMs, code }: DrainOptions): Promise<void> {
  const { phones, seats, journal } = road
  const everybody: Leaving[] = [
    ...seats.all().map((tab) => ({
      socket: tab.socket, close: (advice: CloseAdvice) => seats.close(tab, code, advice),
    })),
    ...phones.all().map((phone) => ({
      socket: phone.socket, close: (advice: CloseAdvice) => phones.close(phone, code, advice),
    })),
  ]
  telemetry.event('hub:draining', { sockets: everybody.length })
  const slices = Math.max(1, Math.min(slicesMax, Math.ceil(everybody.length / sliceMin)))
  const perSlice = Math.ceil(everybody.length / slices)
  while (everybody.length > 0) {
    const closing = everybody.splice(0, perSlice)
    for (const { socket } of closing) socket.deafen()
    // The actors take what they had heard before.
    await turns()
    await Promise.race([journal.drain(), sleep(ackWithinMs)])
    // The feed has applied what was stored; the actors say their acks.
    await turns()
    for (const [index, { close }] of closing.entries()) {
      close({ retryMs: Math.round((index / closing.length) * retrySpreadMs) })
    }
    if (everybody.length > 0) await sleep(withinMs / slices)
  }
}

interface Leaving { socket: Socket; close: (advice: CloseAdvice) => void }

/** An item that was told to an actor is worked off one turn of the loop later. */
async function turns(): Promise<void> {
  await turn()
  await turn()
}

const slicesMax = 50
const sliceMin = 20
const ackWithinMs = 2_000
/** Peers of one slice come back over so long a time. */
const retrySpreadMs = 2_000

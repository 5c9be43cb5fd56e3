import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { CloseCode } from '../protocol/close-codes.ts'
import type { Road } from './road.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

export interface DrainOptions {
  road: Road
  telemetry: Telemetry
  withinMs: number
  code: CloseCode
}

/**
 * Closes every socket, spread over the window, each with its own delay for coming back, so that the hubs that
 * stay aren't stormed. Before each slice what was taken is stored and acked.
 */
export async function drain({ road, telemetry, withinMs, code }: DrainOptions): Promise<void> {
  const { phones, seats, journal } = road
  const everybody = [
    ...seats.all().map((tab) => (retryMs: number) => seats.close(tab, code, { retryMs })),
    ...phones.all().map((phone) => (retryMs: number) => phones.close(phone, code, { retryMs })),
  ]
  telemetry.event('hub:draining', { sockets: everybody.length })
  const slices = Math.max(1, Math.min(slicesMax, Math.ceil(everybody.length / sliceMin)))
  const perSlice = Math.ceil(everybody.length / slices)
  for (let slice = 0; slice < slices && everybody.length > 0; slice++) {
    await Promise.race([journal.drain(), sleep(ackWithinMs)])
    // The feed has applied what was stored; the actors say their acks in the next turn of the loop.
    await turn()
    await turn()
    const closing = everybody.splice(0, perSlice)
    for (const [index, close] of closing.entries()) close(Math.round((index / closing.length) * retrySpreadMs))
    if (everybody.length > 0) await sleep(withinMs / slices)
  }
}

const slicesMax = 50
const sliceMin = 20
const ackWithinMs = 2_000
/** Peers of one slice come back over so long a time. */
const retrySpreadMs = 2_000

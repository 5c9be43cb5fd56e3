import { accountOnline, messageReceived } from '../../protocol/events/phone.ts'
import { numbered } from '../../protocol/events/fact.ts'
import { decodeFrame, encodeFrame } from '../../protocol/frame.ts'
import type { InstallId, MsgSvrId, Position, TabId } from '../../protocol/ids.ts'
import { protocolVersion } from '../../protocol/limits.ts'
import { phoneDownlink, phoneHello } from '../../protocol/messages/phone.ts'
import { seatDownlink, seatHello } from '../../protocol/messages/seat.ts'
import type { Credentials } from './credentials.ts'
import { readHappened } from './deliveries.ts'
import { stampedBody } from './outgoing.ts'
import { Wanderer } from './wanderer.ts'

export interface CrowdParts {
  port: number
  credentials: Credentials
  /** Each time the hub has welcomed one. */
  onWelcome: () => void
}

/** A phone that keeps what isn't acked and says it again after each welcome. */
export function newWanderingPhone({ port, credentials, onWelcome }: CrowdParts, index: number) {
  const { deviceOf, keyOf, accountOf, peerOf } = credentials
  const account = accountOf(index)
  const kept = new Map<number, readonly unknown[]>()
  let sequence = 0
  let live = false
  const install = `storm${process.pid}` as InstallId
  const line = new Wanderer({
    port, path: '/phone', headers: { authorization: `Bearer ${deviceOf(index)}.${keyOf(index)}` },
    hello: () => {
      live = false
      const info = { brand: 'bench', model: 'bench' }
      return encodeFrame([phoneHello.write({ version: protocolVersion, install, lastSequence: sequence, info })])
    },
    onFrame: (_opcode, { array }, from, to) => {
      const frame = decodeFrame(array.slice(from, to), phoneDownlink)
      if (frame.kind === 'malformed') throw new Error(frame.reason)
      for (const message of frame.messages) {
        if (message.kind === 'acked') forget(message.sequence)
        if (message.kind === 'welcome') greet(message.lastSequence)
      }
    },
  })
  const forget = (upTo: number): void => {
    for (const number of kept.keys()) if (number <= upTo) kept.delete(number)
  }
  const greet = (durable: number): void => {
    forget(durable)
    live = true
    line.welcomed()
    onWelcome()
    keep(numbered(accountOnline).write({ sequence: ++sequence, account, profile: { wxid: account } }))
    line.send(encodeFrame([...kept.values()]))
  }
  const keep = (values: readonly unknown[]): void => void kept.set(sequence, values)
  return {
    line,
    get unacked() { return kept.size },
    say(text: string): void {
      sequence += 1
      const message = numbered(messageReceived).write({
        sequence, account, peer: peerOf(index), msgSvrId: `73${String(index).padStart(8, '0')}${sequence}` as MsgSvrId,
        direction: 'in', sender: null, type: 'text', rawType: 1, sentAtMs: Date.now(), text, media: null,
        thumbnail: null, body: stampedBody(index),
      })
      keep(message)
      if (live) line.send(encodeFrame([message]))
    },
  }
}

/** A console that continues from its cursor; `heard` counts what each phone said. */
export function newWanderingSeat(
  { port, credentials, onWelcome }: CrowdParts, { seat, tab }: { seat: number; tab: string },
) {
  const heard = new Map<number, number>()
  let cursor: Position | null = null
  let resets = 0
  const line = new Wanderer({
    port, path: '/seat',
    headers: { cookie: `ark_session=${credentials.tokenOf(seat)}`, origin: `http://127.0.0.1:${port}` },
    hello: () => encodeFrame([seatHello.write({ version: protocolVersion, tab: tab as TabId, cursor })]),
    onFrame: (_opcode, bytes, from, to) => {
      readHappened(bytes, from, (phone) => heard.set(phone, (heard.get(phone) ?? 0) + 1))
      const frame = decodeFrame(bytes.array.slice(from, to), seatDownlink)
      if (frame.kind === 'malformed') throw new Error(frame.reason)
      for (const message of frame.messages) {
        if (message.kind === 'welcome') {
          cursor ??= message.position
          line.welcomed()
          onWelcome()
        } else if (message.kind === 'happened' || message.kind === 'reached') {
          cursor = message.position
        } else if (message.kind === 'reset') {
          resets += 1
        }
      }
    },
  })
  return { line, heard, get resets() { return resets } }
}

export type WanderingPhone = ReturnType<typeof newWanderingPhone>
export type WanderingSeat = ReturnType<typeof newWanderingSeat>

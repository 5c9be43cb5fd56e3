import { expect, test } from 'vitest'
import { Originals } from '../../../hub/guard/originals.ts'
import { Ring } from '../../../hub/feed/ring.ts'
import { type ChatMessage, receivedMessage } from '../../../protocol/chat-message.ts'
import type { Decoded } from '../../../protocol/frame.ts'
import type { TaskId, UserId } from '../../../protocol/ids.ts'
import type { SeatUplink } from '../../../protocol/messages/seat.ts'
import { account, atMs, peer, received, sent } from '../../protocol/support/chat-events.ts'

const user = 'u17' as UserId
const original = { account, peer, position: 9, journalMs: atMs }
const said = (change: Partial<ChatMessage> = {}): ChatMessage => ({
  ...receivedMessage({ position: 9, journalMs: atMs, event: received({ text: '打 13800138000' }) }), ...change,
})
type Send = Extract<SeatUplink, { kind: 'sendRequested' }>
const forward = (change: Partial<Send> = {}): Send => ({ ...sent({ text: '打 ***' }), original, ...change })

interface World { stored?: ChatMessage | 'away'; sees?: boolean; masked?: boolean }

function fill(send: Decoded<SeatUplink>, { stored, sees = true, masked = true }: World) {
  const originals = new Originals({
    ring: new Ring(0), maySee: () => sees, isMasked: () => masked,
    read: () => stored === 'away' ? Promise.reject(new Error('away')) : Promise.resolve(stored),
  })
  return originals.fill(user, [send]).then(([one]) => one)
}

test('what was said takes the place of what the console shows', async () => {
  expect(await fill(forward(), { stored: said() })).toMatchObject({ text: '打 13800138000', peer, original })
})

test('a forwarded quote is its text; a medium that the phone has just uploaded is named by the console', async () => {
  const quote = said({ type: 'quote', body: Uint8Array.of(1) })
  expect(await fill(forward(), { stored: quote })).toMatchObject({ type: 'text' })
  const media = 'ab'.repeat(32) as never
  const picture = forward({ type: 'picture', media })
  expect(await fill(picture, { stored: said({ type: 'picture', text: '' }) })).toMatchObject({ type: 'picture', media })
})

test('a retry names the message of its task', async () => {
  const task = 'tabX7.1' as TaskId
  const retry = forward({ retryOf: task })
  expect(await fill(retry, { stored: said({ task }) })).toMatchObject({ text: '打 13800138000', retryOf: task })
  expect(await fill(retry, { stored: said() })).toMatchObject({ refusal: 'noOriginal' })
})

test.each<[string, World]>([
  ['isn’t there', {}],
  ['was recalled', { stored: said({ state: 'recalled' }) }],
  ['raised no red dot and is shown to nobody', { stored: said({ quiet: true }) }],
  ['is of another conversation', { stored: said({ peer: 'wxid_other' as never }) }],
  ['isn’t for this seat to see', { stored: said(), sees: false }],
])('what %s is refused under its number', async (_, world) => {
  const { sequence } = forward()
  const values = [0x50, sequence]
  expect(await fill(forward(), world)).toMatchObject({ kind: 'misfit', refusal: 'noOriginal', values })
})

test('the database is away: without a mask the console has it all, with one nothing half goes out', async () => {
  expect(await fill(forward(), { stored: 'away', masked: false })).toEqual(forward())
  expect(await fill(forward(), { stored: 'away' })).toMatchObject({ refusal: 'originalAway' })
})

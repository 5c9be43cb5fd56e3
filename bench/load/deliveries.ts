import { stampLength } from '../../protocol/events/fact.ts'
import { messageReceived } from '../../protocol/events/phone.ts'
import { happened } from '../../protocol/messages/seat.ts'
import type { Bytes } from './bytes.ts'
import { arrayCount, binContent, firstElement, readNumber, skipValue } from './msgpack-walk.ts'
import { bodyOffsets } from './outgoing.ts'

/** One message that arrived at a seat; `stampMs` is when its phone was to send it, by the clock of this process. */
export type OnMessage = (phone: number, sequence: number, stampMs: number) => void

/** A frame of the hub to a seat: an array of messages, of which `happened` with `messageReceived` count. */
export function readHappened(bytes: Bytes, from: number, onMessage: OnMessage): void {
  const { array } = bytes
  let left = arrayCount(array, from)
  let at = firstElement(array, from)
  for (; left > 0; left--) {
    if (array[firstElement(array, at)] !== happened.code) {
      at = skipValue(array, at)
      continue
    }
    // [code, position, journalMs, event]
    const event = skipValue(array, skipValue(array, firstElement(array, at) + 1))
    at = array[firstElement(array, event)] === messageReceived.code
      ? readMessage(bytes, event, inEvent, onMessage)
      : skipValue(array, event)
  }
}

/** What the raw relay packs for a seat: the phones' frames as they were, one after another. */
export function readRelayed(bytes: Bytes, from: number, to: number, onMessage: OnMessage): void {
  const { array } = bytes
  let at = from
  while (at < to) {
    let left = arrayCount(array, at)
    at = firstElement(array, at)
    // [code, sequence, ...fields]
    for (; left > 0; left--) at = readMessage(bytes, at, inFrame, onMessage)
  }
}

/** Returns where the message or event ends. */
function readMessage({ array, view }: Bytes, from: number, places: Places, onMessage: OnMessage): number {
  let left = arrayCount(array, from)
  let at = firstElement(array, from)
  let sequence = 0
  for (let index = 0; left > 0; left--, index++) {
    if (index === places.sequence) {
      sequence = readNumber(array, at)
    } else if (index === places.body) {
      const content = binContent(array, at)
      onMessage(view.getUint32(content + bodyOffsets.phone), sequence, view.getFloat64(content + bodyOffsets.stamp))
    }
    at = skipValue(array, at)
  }
  return at
}

/** Where two fields stand in the array. */
interface Places { readonly sequence: number; readonly body: number }

const bodyIndex = messageReceived.names.indexOf('body')
/** [code, source, sequence, epoch, atMs, ...fields] */
const inEvent: Places = { sequence: 2, body: stampLength + bodyIndex }
/** [code, sequence, ...fields] */
const inFrame: Places = { sequence: 1, body: 2 + bodyIndex }

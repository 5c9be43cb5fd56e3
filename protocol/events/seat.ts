import { bytes, integer, optional, text } from '../fields.ts'
import { accountId, mediaId, msgSvrId, peerId, position, taskId } from '../ids.ts'
import { messageType, reason } from '../kinds.ts'
import { limits } from '../limits.ts'
import { fact } from './fact.ts'

export const sendRequested = fact({
  code: 0x50, name: 'sendRequested',
  about: 'An agent sends. Its task id is `<tab>.<sequence>`, or the one it retries.',
  fields: {
    account: accountId(), peer: peerId(), type: messageType(),
    text: text({ bytesMax: limits.textBytesMax }), media: optional(mediaId()),
    body: bytes({ bytesMax: limits.bodyBytesMax }),
    /**
     * A failed or unknown send that is tried again keeps its task id: a phone that had done it answers, and
     * doesn't repeat it.
     */
    retryOf: optional(taskId()),
  },
})

export const conversationRead = fact({
  code: 0x51, name: 'conversationRead', about: 'An agent has seen a conversation up to a position.',
  fields: { account: accountId(), peer: peerId(), upTo: position() },
})

export const recallRequested = fact({
  code: 0x52, name: 'recallRequested', about: 'An agent takes back a message of ours, within two minutes.',
  fields: { account: accountId(), peer: peerId(), msgSvrId: msgSvrId() },
})

/** Written by the hub under the tab's own number. */
export const seatRefused = fact({
  code: 0x5f, name: 'seatRefused', about: 'A numbered frame of a console was refused; the number is used up.',
  fields: {
    refusedCode: integer({ min: 0, max: 2 ** 31 }), code: reason(), field: reason(), reason: reason(),
  },
})

/** What a console may say with a number. */
export const seatFacts = [sendRequested, conversationRead, recallRequested] as const

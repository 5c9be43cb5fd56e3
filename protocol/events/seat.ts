import { boolean, bytes, integer, listOf, oneOf, optional, record, text, timestampMs } from '../fields.ts'
import { accountId, mediaId, msgSvrId, peerId, position, taskId, userId } from '../ids.ts'
import { messageType, reason } from '../kinds.ts'
import { limits } from '../limits.ts'
import { fact } from './fact.ts'

/** A message that is there, by where it lies. */
const originalMessage = () => record('originalMessage', {
  account: accountId(), peer: peerId(), position: position(), journalMs: timestampMs(),
}, { required: ['account', 'peer', 'position', 'journalMs'], bytesMax: 3 * limits.idBytesMax })

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
    /**
     * What the agent had seen of the journal when they began to write. The send is void if another agent’s lies above
     * it in the same conversation. Nil: sent whatever was said meanwhile.
     */
    seen: optional(position()),
    /**
     * The message that is forwarded, quoted, or tried again. Consoles may have it masked: what of it stands here is
     * replaced by what was said, before anything else looks at it. Nil: what stands here is sent.
     */
    original: optional(originalMessage()),
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

export const seatModeChanged = fact({
  code: 0x54, name: 'seatModeChanged',
  about: 'An agent says whether they are away, and whether keyword rules reply for them; of all their tabs.',
  fields: { away: boolean(), autoReply: boolean() },
})

export const noteWritten = fact({
  code: 0x55, name: 'noteWritten',
  about: 'A private note beside a conversation: colleagues read it, the customer never.',
  fields: {
    account: accountId(), peer: peerId(), text: text({ bytesMin: 1, bytesMax: limits.noteBytesMax }),
    /** Colleagues it calls; they are told, whether they serve the conversation or not. */
    mentions: listOf(userId(), { max: limits.mentionsMax }),
    /** In which capacity: who serves the conversation, or who supervises the one who does. */
    as: oneOf('seat', 'supervisor'),
  },
})

export const conversationMarked = fact({
  code: 0x5a, name: 'conversationMarked',
  about: 'An agent marks a conversation: unread for whoever serves it, pinned or not for themselves.',
  fields: { account: accountId(), peer: peerId(), mark: oneOf('unread', 'pinned', 'unpinned') },
})

export const draftKept = fact({
  code: 0x5b, name: 'draftKept',
  about: 'What an agent has begun to write, told to their own consoles; an empty text: sent, or thrown away.',
  fields: { account: accountId(), peer: peerId(), text: text({ bytesMax: limits.textBytesMax }) },
})

export const mediaRequested = fact({
  code: 0x59, name: 'mediaRequested', about: 'An agent wants the original of a medium that is still on the phone.',
  fields: { account: accountId(), peer: peerId(), msgSvrId: msgSvrId() },
})

/** Written by the hub under the tab's own number. */
export const seatRefused = fact({
  code: 0x5f, name: 'seatRefused', about: 'A numbered frame of a console was refused; the number is used up.',
  fields: {
    refusedCode: integer({ min: 0, max: 2 ** 31 }), code: reason(), field: reason(), reason: reason(),
    /** What was not sent, where its words are why. */
    blocked: optional(record('blockedSend', {
      account: accountId(), peer: peerId(), type: messageType(), text: text({ bytesMax: limits.textBytesMax }),
      words: listOf(text({ bytesMax: limits.sensitiveWordBytesMax }), { max: limits.blockedWordsMax }),
    }, { required: ['account', 'peer', 'type', 'text', 'words'], bytesMax: 2 * limits.textBytesMax })),
  },
})

/** What a console may say with a number. */
export const seatFacts = [
  sendRequested, conversationRead, recallRequested, seatModeChanged, noteWritten, conversationMarked, draftKept,
  mediaRequested,
] as const

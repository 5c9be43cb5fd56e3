import { packBody, readBody } from '../../protocol/bodies.ts'
import { type ChatMessage, taskOf } from '../../protocol/chat-message.ts'
import { sendRequested } from '../../protocol/events/seat.ts'
import { type Said, forwardOf } from '../../protocol/forwarded.ts'
import type { Decoded } from '../../protocol/frame.ts'
import type { AccountId, PeerId, TaskId, UserId } from '../../protocol/ids.ts'
import type { SeatUplink } from '../../protocol/messages/seat.ts'
import { quotedText } from '../../protocol/quote.ts'
import type { RefusalCode } from '../../protocol/refusal-codes.ts'
import type { Pool } from '../../storage/pool.ts'
import { type Place, readMessagesAt } from '../../storage/writers/messages.ts'
import type { Directory } from '../directory/directory.ts'
import { mayWatch } from '../directory/may-watch.ts'
import type { Ring } from '../feed/ring.ts'

type Send = Extract<SeatUplink, { kind: 'sendRequested' }>
type SendOf = Send & { original: NonNullable<Send['original']> }
/** What was said, with what storage alone knows of it. */
type Original = Pick<ChatMessage, 'type' | 'text' | 'media' | 'body'> & { task: TaskId | null; gone: boolean }

interface Parts {
  ring: Ring
  /** Of storage; undefined: it isn't there, or not yet. Rejects while the database is away. */
  read: (place: Place) => Promise<ChatMessage | undefined>
  /** The user serves the conversation, or supervises who does. */
  maySee: (user: UserId, account: AccountId, peer: PeerId) => boolean
  /** Consoles see something else of this account than what was said. */
  isMasked: (account: AccountId) => boolean
}

/**
 * Consoles may have a message masked. One that is forwarded, quoted or tried again is named, and what was said is put
 * in its place here, before the send is judged and written down.
 */
export class Originals {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The messages of a frame, in their order; those that can't be had as misfits, which are refused. */
  async fill(user: UserId, messages: readonly Decoded<SeatUplink>[]): Promise<Decoded<SeatUplink>[]> {
    return Promise.all(messages.map(async (message) => namesOriginal(message) ? this.#fillOne(user, message) : message))
  }

  async #fillOne(user: UserId, send: SendOf): Promise<Decoded<SeatUplink>> {
    const { account, peer } = send.original
    if (!this.#parts.maySee(user, account, peer)) return refused(send, 'noOriginal')
    const found = await this.#find(send.original).catch(() => 'away' as const)
    if (found === 'away') return this.#parts.isMasked(account) ? refused(send, 'originalAway') : send
    if (found === undefined) return refused(send, 'noOriginal')
    if (send.retryOf !== null) {
      const { type, text, media, body, task } = found
      return task === send.retryOf ? { ...send, type, text, media, body } : refused(send, 'noOriginal')
    }
    if (found.gone) return refused(send, 'noOriginal')
    if (send.type === 'quote') return { ...send, body: quoting(send, found) }
    const said = forwardOf(found)
    // What the phone has uploaded just now is named by the console first.
    return { ...send, ...said, media: said.media ?? (said.type === send.type ? send.media : null) }
  }

  /** Storage knows whether it was recalled; what isn't there yet is in the ring. */
  async #find(at: SendOf['original']): Promise<Original | undefined> {
    const fresh = this.#inRing(at)
    const stored = await this.#parts.read(at).catch((error: unknown) => {
      if (fresh === undefined) throw error
      return undefined
    })
    if (stored === undefined) return fresh
    const isIt = stored.account === at.account && stored.peer === at.peer && !stored.quiet
    return isIt ? { ...stored, gone: stored.state === 'recalled' } : undefined
  }

  #inRing({ account, peer, position }: SendOf['original']): Original | undefined {
    const [entry] = this.#parts.ring.above(position - 1)
    if (entry?.position !== position || entry.isQuiet || entry.isVoid) return undefined
    if (entry.account !== account || entry.peer !== peer) return undefined
    const { event } = entry
    switch (event.kind) {
      case 'messageReceived': return { ...event, task: null, gone: false }
      case 'hubSendRequested': return { ...event, gone: false }
      case 'sendRequested': return { ...event, task: taskOf(event), gone: false }
      default: return undefined
    }
  }
}

export function newOriginals({ ring, directory, pool }: { ring: Ring; directory: Directory; pool: Pool }): Originals {
  return new Originals({
    ring, isMasked: (account) => directory.consoleMask.isOn(account),
    read: async (place) => (await readMessagesAt(pool, [place]))[0],
    maySee: (user, account, peer) => {
      return directory.serves(user, account, peer) || mayWatch(directory, { user, account, peer })
    },
  })
}

function namesOriginal(message: Decoded<SeatUplink>): message is SendOf {
  return message.kind === 'sendRequested' && message.original !== null
}

export function namesOriginals(messages: readonly Decoded<SeatUplink>[]): boolean {
  return messages.some(namesOriginal)
}

/** The words above an answer; whom it mentions, and what it answers, is as the console says. */
function quoting(send: SendOf, { type, text }: Said): Uint8Array {
  const body = readBody('quote', send.body)
  return packBody('quote', { ...body, kind: type, text: quotedText(text) })
}

function refused(send: SendOf, refusal: RefusalCode): Decoded<SeatUplink> {
  const { code } = sendRequested
  const fault = { field: 'original', reason: reasons[refusal as keyof typeof reasons] }
  return { kind: 'misfit', code, values: [code, send.sequence], fault, refusal }
}

const reasons = {
  noOriginal: 'it is not there, was recalled, or is not for this seat to see',
  originalAway: 'it can not be read now',
} as const

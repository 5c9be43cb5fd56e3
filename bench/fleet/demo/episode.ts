import { packBody } from '../../../protocol/bodies.ts'
import type { Bodies } from '../../../protocol/bodies.ts'
import { type PeerId, type SourceId, type UserId, phoneSource } from '../../../protocol/ids.ts'
import type { InstallId, MediaId } from '../../../protocol/ids.ts'
import { type Content, contentOf } from '../chatter/attributes.ts'
import type { Line } from '../chatter/script.ts'
import { typingMs } from '../chatter.ts'
import type { Dice } from '../dice.ts'
import { rawTypes } from '../phone-message.ts'
import { newDemoMsgSvrId } from './ids.ts'
import type { Draft, FieldsOf } from './drafts.ts'
import type { MediaPool } from './media-pool.ts'
import type { DemoAccount } from './world.ts'

/** One conversation that took place: whose, with whom, when. */
export interface Episode {
  dice: Dice
  account: DemoAccount
  keeper: UserId
  peer: PeerId
  lines: readonly Line[]
  startMs: number
  pool: MediaPool
  /** In a room: who the digits of the script are. */
  members?: readonly PeerId[]
}

/** Its messages and what followed from them, in order of time. */
export function draftEpisode(episode: Episode): Draft[] {
  const drafts: Draft[] = []
  let atMs = episode.startMs
  for (const [index, line] of episode.lines.entries()) {
    const turned = index > 0 && episode.lines[index - 1]?.speaker !== line.speaker
    atMs += typingMs({ line, readChars: 10, dice: episode.dice })
    if (turned) atMs += pauseMs(episode.dice, line.speaker)
    drafts.push(...draftLine(episode, line, Math.round(atMs)))
  }
  const last = drafts.filter(({ kind }) => kind === 'messageReceived' || kind === 'sendRequested').at(-1)
  if (last !== undefined && isCustomers(last)) drafts.push(read(episode, last))
  return drafts
}

export function sourceOf({ device }: DemoAccount): SourceId {
  return phoneSource(device, 'iseeded' as InstallId)
}

/** Agents answer within a minute or two, customers when they look at the phone again. */
function pauseMs(dice: Dice, speaker: string): number {
  return dice.around(speaker === 'a' ? 45_000 : 70_000, 0.9)
}

function draftLine(episode: Episode, line: Line, atMs: number): Draft[] {
  const { dice, account, keeper } = episode
  const content = contentOf(line, dice)
  const media = mediaOf(episode, content)
  const fromConsole = line.speaker === 'a' && consoleKinds.has(content.type) && dice.chance(0.55)
  if (fromConsole) return sendOf({ episode, content: media, user: keeper, atMs })
  const fields = receivedFields({ episode, content: media, line, atMs })
  const message: Draft = { kind: 'messageReceived', atMs, source: sourceOf(account), fields }
  return [message, ...aftermath(episode, fields, atMs)]
}

interface WithMedia extends Content {
  media: MediaId | null
  thumbnail: MediaId | null
}

function mediaOf({ dice, pool }: Episode, content: Content): WithMedia {
  if (content.type === 'picture' || content.type === 'emoji') {
    const { original, thumbnail } = dice.pick(pool.pictures)
    const body = { width: original.width, height: original.height, bytes: original.content.length }
    return content.type === 'emoji'
      ? { ...content, media: thumbnail.media, thumbnail: null }
      : { ...content, body, media: original.media, thumbnail: thumbnail.media }
  }
  if (content.type === 'voice') {
    const { file, seconds } = dice.pick(pool.voices)
    return {
      ...content, body: { durationMs: seconds * 1_000, bytes: file.content.length }, media: file.media,
      thumbnail: null,
    }
  }
  if (content.type === 'video') return {
    ...content, media: null, thumbnail: dice.pick(pool.pictures).thumbnail.media,
  }
  if (content.type === 'file' && content.text.endsWith('.pdf')) {
    const file = dice.pick(pool.documents)
    return {
      ...content, body: { ...content.body, bytes: file.content.length }, media: file.media, thumbnail: null,
    }
  }
  return { ...content, media: null, thumbnail: null }
}

function receivedFields({ episode, content, line, atMs }: {
  episode: Episode; content: WithMedia; line: Line; atMs: number
}): FieldsOf<'messageReceived'> {
  const { account, peer, members, dice } = episode
  const isOthers = members !== undefined && line.speaker !== 'a'
  const sender = isOthers ? members[Number(line.speaker) % members.length] : null
  return {
    account: account.account, peer, msgSvrId: newDemoMsgSvrId(dice),
    direction: line.speaker === 'a' ? 'out' : 'in',
    sender: sender ?? null, type: content.type, rawType: rawTypes[content.type] ?? null,
    sentAtMs: atMs - dice.integer(150, 900), text: content.text, media: content.media,
    thumbnail: content.thumbnail,
    body: bodyOf(content),
  }
}

function sendOf({ episode, content, user, atMs }: {
  episode: Episode; content: WithMedia; user: UserId; atMs: number
}): Draft[] {
  const { account, peer, dice } = episode
  const request: Draft = { kind: 'sendRequested', atMs, user, fields: {
    account: account.account, peer, type: content.type, text: content.text, media: content.media,
    body: bodyOf(content),
    retryOf: null, seen: null, original: null,
  } }
  const finishedMs = atMs + Math.round(dice.around(900, 0.4))
  const common = { account: account.account, peer, body: null }
  const result = dice.chance(0.003)
    ? { outcome: 'failed', code: 'notFriend', reason: '对方已不是你的好友', msgSvrId: null, sentAtMs: null } as const
    : {
      outcome: 'succeeded', code: null, reason: null, msgSvrId: newDemoMsgSvrId(dice),
      sentAtMs: finishedMs - 200,
    } as const
  return [request, {
    kind: 'taskFinished', atMs: finishedMs, source: sourceOf(account), of: request,
    fields: { ...common, ...result },
  }]
}

/** Money is taken or goes back after a day; a few messages are recalled. */
function aftermath(
  { dice, account, peer }: Episode, { msgSvrId, type }: FieldsOf<'messageReceived'>, atMs: number,
): Draft[] {
  const about = { account: account.account, peer, msgSvrId }
  const source = sourceOf(account)
  if (type === 'redPacket' || type === 'transfer') {
    const taken = dice.chance(0.85)
    const state = taken ? (type === 'transfer' ? 'accepted' : 'taken') : 'refunded'
    const laterMs = taken ? Math.round(dice.around(120_000, 0.8)) : 24 * 3_600_000
    return [
      { kind: 'messageStateChanged', atMs: atMs + laterMs, source, fields: { ...about, state, raw: null } },
    ]
  }
  if (type !== 'text' || !dice.chance(0.004)) return []
  return [{ kind: 'messageRecalled', atMs: atMs + dice.integer(4_000, 90_000), source, fields: about }]
}

function read({ dice, account, peer, keeper }: Episode, upTo: Draft): Draft {
  const atMs = upTo.atMs + Math.round(dice.around(150_000, 0.8)) + 1
  return { kind: 'conversationRead', atMs, user: keeper, upTo, fields: { account: account.account, peer } }
}

function isCustomers(draft: Draft): boolean {
  return draft.kind === 'messageReceived' && draft.fields.direction === 'in'
}

function bodyOf({ type, body }: Content): Uint8Array {
  return packBody(type as keyof Bodies, body)
}

/** What an agent can send from the console; the rest is done on the phone itself. */
const consoleKinds: ReadonlySet<string> = new Set(['text', 'picture', 'file', 'link'])

import { judgeTalk } from '../../actors/rules/auto-reply.ts'
import { oneMoreReply } from '../../actors/rules/auto-send.ts'
import { type PeerId, isChatroom } from '../../protocol/ids.ts'
import type { Queries } from '../../storage/pool.ts'
import { addAutoSends, callOffAutoSends } from '../../storage/writers/auto-sends.ts'
import { readAutoTalks, writeAutoTalks } from '../../storage/writers/auto-talks.ts'
import type { ConversationKey } from '../../storage/writers/conversations.ts'
import type { FeedEvent } from '../feed/feed.ts'
import { pairKey } from '../projector/slice/book.ts'
import type { Slice } from '../projector/slice/slice.ts'
import type { Automation } from './automation.ts'
import { autoSendsOf } from './auto-sends-of.ts'
import { type NewFriends, greet, readNewFriends } from './greet.ts'
import { type SwitchAt, readSwitches } from './seat-switches.ts'

/** Before the slice is written: what the rows still tell of the time before it. */
export async function beforeAutomation(
  inside: Queries, automation: Automation, events: readonly FeedEvent[],
): Promise<Before> {
  if (events.some(({ event }) => event.kind === 'configChanged' && event.area === 'automation')) {
    await automation.readAgain(inside)
  }
  if (events.some(({ event }) => stirring.has(event.kind))) automation.isStirred = true
  return { newFriends: await readNewFriends(inside, events), switchAt: await readSwitches(inside, events) }
}

export interface Before { newFriends: NewFriends; switchAt: SwitchAt }

/**
 * After it is written: what it means for automatic messages, decided in the projector's transaction, so exactly once.
 * They wait in a table for their moment (due-automation.ts).
 */
export async function automate(
  inside: Queries, automation: Automation, { slice, newFriends, switchAt }: Before & { slice: Slice },
): Promise<void> {
  const greeted = await greet(inside, newFriends)
  const replied = await reply(inside, automation, { slice, switchAt })
  if (greeted + replied + slice.acceptsEnded.length > 0) automation.isStirred = true
}

/** AUTO-4. Answers how many messages wait now. */
async function reply(
  inside: Queries, { rules }: Automation, { slice, switchAt }: { slice: Slice; switchAt: SwitchAt },
): Promise<number> {
  const { answered, triggers } = judgeTalk(saidIn(slice), rules)
  if (answered.size > 0) await callOffAutoSends(inside, [...answered].map(talkOf))
  if (triggers.length === 0) return 0
  const keys = new Set(triggers.map(({ said }) => said.key))
  const talks = new Map((await readAutoTalks(inside, [...keys].map(talkOf))).map((talk) => {
    return [pairKey(talk.account, talk.peer), { ...talk, usedMs: 0 }]
  }))
  const sends = triggers.flatMap(({ said: { key, journalMs, position }, rule }) => {
    const talk = talks.get(key)
    if (talk === undefined || talk.isOurs || talk.seat === null) return []
    if (!(switchAt(talk.seat, position) ?? talk.autoReply)) return []
    const spent = oneMoreReply(talk, journalMs)
    if (spent === null) return []
    Object.assign(talk, spent, { usedMs: journalMs })
    return autoSendsOf(rule.messages, { ...talkOf(key), origin: 'keyword', atMs: journalMs, values: talk.values })
  })
  await writeAutoTalks(inside, [...talks.values()].filter(({ usedMs }) => usedMs > 0))
  await addAutoSends(inside, sends)
  return sends.length
}

/** What is new in conversations with one person; repeats, old chats and quiet ones aren't among it. */
function saidIn({ messages, made, deleted }: Slice) {
  return [...made].filter((position) => !deleted.has(position)).sort((a, b) => a - b).flatMap((position) => {
    const message = messages.get(position)
    if (message === undefined || message.synced || message.quiet || isChatroom(message.peer)) return []
    const { account, peer, direction, origin, type, text, journalMs } = message
    return [{ key: pairKey(account, peer), direction, automatic: origin !== null, type, text, journalMs, position }]
  })
}

function talkOf(key: string): ConversationKey {
  const [account, peer] = key.split(' ') as [ConversationKey['account'], PeerId]
  return { account, peer }
}

/** After these something that waited may be due. */
const stirring: ReadonlySet<string> = new Set<FeedEvent['event']['kind']>([
  'friendRequested', 'accountOnline', 'deviceConnected',
])

import { emptyBody } from '../../../protocol/bodies.ts'
import type { Placed } from '../../../protocol/events/index.ts'
import { type PeerId, type TaskId, type UserId, recordEventsMax } from '../../../protocol/ids.ts'
import type { ChatroomProfile, FriendProfile } from '../../../protocol/kinds.ts'
import { tradeScripts } from '../chatter/scripts/index.ts'
import { roomScripts } from '../chatter/scripts/rooms.ts'
import { smallTalk } from '../chatter/scripts/small-talk.ts'
import { type Line, playScript } from '../chatter/script.ts'
import { newSlots } from '../chatter/slots.ts'
import { Dice } from '../dice.ts'
import { snapshotParts } from '../snapshot-parts.ts'
import { type Draft, placeDrafts } from './drafts.ts'
import { draftEpisode, sourceOf } from './episode.ts'
import { newDemoMsgSvrId } from './ids.ts'
import type { MediaPool } from './media-pool.ts'
import { localMidnight, officeMoment } from './office-hours.ts'
import type { DemoAccount } from './world.ts'

export interface HistoryOptions {
  world: readonly DemoAccount[]
  pool: MediaPool
  seed: number
  nowMs: number
  /** Login name → user. */
  userOf: (keeper: string) => UserId
}

/**
 * A month of the company as the journal would hold it, positions from 1; the journal itself begins above
 * them.
 */
export function newHistory(options: HistoryOptions): Placed[] {
  const drafts = options.world.flatMap((account) => draftAccount(account, options))
  // No send of the past may stay open: the phones would do it when they come.
  for (const draft of drafts) {
    const isLate = draft.kind === 'taskFinished' && draft.of.atMs <= options.nowMs
    if (isLate) draft.atMs = Math.min(draft.atMs, options.nowMs)
  }
  const happened = drafts.filter(({ atMs }) => atMs <= options.nowMs)
  const placed = placeDrafts(happened)
  if (placed.length >= recordEventsMax) throw new Error(`${placed.length} events reach the journal's first position`)
  return placed
}

function draftAccount(account: DemoAccount, options: HistoryOptions): Draft[] {
  const dice = new Dice(`history ${options.seed} ${account.index}`)
  const talked = account.friends.filter(() => dice.chance(0.8))
  const fresh = new Set(dice.some(talked, freshPerAccount).map(({ wxid }) => wxid))
  return [
    ...draftArrival(account, options),
    ...account.friends.flatMap((friend) => draftAdded(account, friend, dice, options)),
    ...talked.flatMap(
      (friend) => draftFriend({ account, friend, dice, options, isFresh: fresh.has(friend.wxid) }),
    ),
    ...account.chatrooms.flatMap((room) => draftRoom({ account, room, dice, options })),
  ]
}

/** The phone's first day here: the account and everybody it knew then. */
function draftArrival(account: DemoAccount, { nowMs }: HistoryOptions): Draft[] {
  const source = sourceOf(account)
  const id = account.account
  const atMs = localMidnight(nowMs, historyDays) + 7 * 3_600_000 + account.index * 60_000
  const before = account.friends.filter(({ addedAtMs }) => (addedAtMs ?? 0) <= atMs)
  const snapshot = (what: string) => `seed-${what}-${account.index}` as TaskId
  return [
    { kind: 'accountOnline', atMs, source, fields: { account: id, profile: account.profile } },
    ...snapshotParts(before).map(({ entries, ...part }): Draft => ({
      kind: 'friendsListed', atMs: atMs + 1, source,
      fields: { account: id, snapshot: snapshot('friends'), ...part, friends: entries },
    })),
    ...snapshotParts(account.chatrooms).map(({ entries, ...part }): Draft => ({
      kind: 'chatroomsListed', atMs: atMs + 2, source,
      fields: { account: id, snapshot: snapshot('chatrooms'), ...part, chatrooms: entries },
    })),
  ]
}

/** A friend of this month: the profile, and WeChat's own line in the thread. */
function draftAdded(
  account: DemoAccount, friend: FriendProfile, dice: Dice, { nowMs }: HistoryOptions,
): Draft[] {
  const atMs = friend.addedAtMs ?? 0
  if (atMs <= localMidnight(nowMs, historyDays) + 8 * 3_600_000) return []
  const source = sourceOf(account)
  return [
    { kind: 'friendChanged', atMs, source, fields: { account: account.account, friend } },
    { kind: 'messageReceived', atMs: atMs + 40, source, fields: {
      account: account.account, peer: friend.wxid, msgSvrId: newDemoMsgSvrId(dice), direction: 'in',
      sender: null,
      type: 'system', rawType: 10_000, sentAtMs: atMs, text: `你已添加了${friend.nickname}，现在可以开始聊天了。`,
      media: null, thumbnail: null, body: emptyBody,
    } },
  ]
}

interface FriendOptions {
  account: DemoAccount
  friend: FriendProfile
  dice: Dice
  options: HistoryOptions
  isFresh: boolean
}

function draftFriend({ account, friend, dice, options, isFresh }: FriendOptions): Draft[] {
  const { nowMs, pool, userOf } = options
  const name = (friend.remark || friend.nickname || '').split('-')[0] ?? ''
  const starts = Array.from({ length: dice.weighted(episodeCounts) }, () => moment(dice, nowMs))
    .filter((atMs) => atMs > (friend.addedAtMs ?? 0) && atMs < nowMs)
  if (isFresh) starts.push(nowMs - dice.between(2, 240) * 60_000)
  const common = { dice, account, keeper: userOf(account.keeper), peer: friend.wxid, pool }
  // Two talks at once would be one.
  const apart = starts.toSorted((a, b) => a - b).filter(
    (atMs, index, all) => atMs + talkMs < (all[index + 1] ?? Infinity),
  )
  return apart.flatMap((startMs, index) => {
    const isLast = index === apart.length - 1
    const lines = playScript(
      pickScript(dice, account), { dice, slots: newSlots({ dice, trade: account.trade, customer: name }) },
    )
    const isOver = !isFresh || !isLast || dice.chance(0.6)
    if (isOver) return draftEpisode({ ...common, lines: closed(lines, dice), startMs })
    const drafts = draftEpisode({ ...common, lines: untilCustomer(lines, dice), startMs })
    return drafts.filter(({ kind }) => kind !== 'conversationRead')
  })
}

function draftRoom({ account, room, dice, options }: {
  account: DemoAccount; room: ChatroomProfile; dice: Dice; options: HistoryOptions
}): Draft[] {
  const others = (room.members ?? []).map(({ wxid }) => wxid).filter(
    (wxid) => wxid !== (account.account as string),
  )
  const starts = Array.from({ length: dice.integer(10, 22) }, () => moment(dice, options.nowMs))
  return starts.flatMap((startMs) => {
    const lines = playScript(
      dice.pick(roomScripts), { dice, slots: newSlots({ dice, trade: account.trade }) },
    )
    const members: PeerId[] = dice.some(others, Math.min(others.length, 6))
    return draftEpisode({
      dice, account, keeper: options.userOf(account.keeper), peer: room.chatroom, lines, startMs,
      pool: options.pool, members,
    })
  })
}

/** Recent days are fuller than old ones, as in every business that grows. */
function moment(dice: Dice, nowMs: number): number {
  const daysAgo = Math.floor(historyDays * dice.next() ** 1.3)
  return officeMoment(dice, localMidnight(nowMs, daysAgo))
}

function pickScript(dice: Dice, { trade }: DemoAccount) {
  return dice.chance(0.86) ? dice.pick(tradeScripts[trade]) : dice.pick(smallTalk)
}

/** Nearly always ours is the last word: until then the customer counts as waiting. */
function closed(lines: readonly Line[], dice: Dice): readonly Line[] {
  if (lines.at(-1)?.speaker === 'a' || dice.chance(0.02)) return lines
  return [...lines, { speaker: 'a', kind: 'text', text: dice.pick(closers) }]
}

/** The talk so far: it stops where the customer waits for an answer. */
function untilCustomer(lines: readonly Line[], dice: Dice): readonly Line[] {
  const ends = lines.flatMap(({ speaker }, index) => {
    return speaker === 'c' && lines[index + 1]?.speaker === 'a' ? [index + 1] : []
  })
  return ends.length === 0 ? lines : lines.slice(0, dice.pick(ends))
}

const closers = [
  '[愉快]', '好的，有需要随时联系我~', '不客气，应该的', '嗯嗯，那您先忙', '[玫瑰]', '好嘞~', '感谢支持，祝您生活愉快', '收到', '好的呢，随时找我',
]
const historyDays = 30
/** Longer than nearly every talk takes. */
const talkMs = 90 * 60_000
/** Per account, within the last four hours. */
const freshPerAccount = 6
const episodeCounts: readonly (readonly [number, number])[] = [
  [1, 22], [2, 26], [3, 22], [4, 14], [6, 10], [9, 6],
]

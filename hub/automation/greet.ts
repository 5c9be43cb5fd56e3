import { isGreeted } from '../../actors/rules/auto-send.ts'
import type { AccountId, PeerId, Position } from '../../protocol/ids.ts'
import type { Queries } from '../../storage/pool.ts'
import { readGreetings } from '../../storage/queries/auto-replies.ts'
import { addAutoSends } from '../../storage/writers/auto-sends.ts'
import { readAutoTalks, readKnownPeople, writeAutoTalks } from '../../storage/writers/auto-talks.ts'
import { endRequestsOf } from '../../storage/writers/friend-requests.ts'
import type { FeedEvent } from '../feed/feed.ts'
import { pairKey } from '../projector/slice/book.ts'
import { autoSendsOf } from './auto-sends-of.ts'

/** Somebody whom an account has as a friend now, and had not before these events. */
export interface NewFriend {
  account: AccountId
  peer: PeerId
  addedAtMs: number | null
  hadAsked: boolean
  journalMs: number
  position: Position
}
export type NewFriends = readonly NewFriend[]

/** Before their rows are written. A list of all friends makes nobody new. */
export async function readNewFriends(inside: Queries, events: readonly FeedEvent[]): Promise<NewFriends> {
  const told = new Map<string, NewFriend>()
  const [asking, listed] = [new Set<string>(), new Set<string>()]
  for (const { event, journalMs, position } of events) {
    if (event.kind === 'friendRequested') asking.add(pairKey(event.account, event.person))
    if (event.kind === 'friendsListed') for (const { wxid } of event.friends) listed.add(pairKey(event.account, wxid))
    if (event.kind !== 'friendChanged' || event.friend.deleted === true) continue
    const { account, friend: { wxid: peer, addedAtMs = null } } = event
    const key = pairKey(account, peer)
    if (listed.has(key) || told.has(key)) continue
    told.set(key, { account, peer, addedAtMs, journalMs, position, hadAsked: asking.has(key) })
  }
  const known = await readKnownPeople(inside, [...told.values()])
  return known.flatMap(({ account, peer, wasFriend, hadAsked }) => {
    const friend = told.get(pairKey(account, peer))
    return friend === undefined || wasFriend ? [] : [{ ...friend, hadAsked: hadAsked || friend.hadAsked }]
  })
}

/** AUTO-2, AUTO-3. Answers how many messages wait now. What they had asked for is settled. */
export async function greet(inside: Queries, friends: NewFriends): Promise<number> {
  if (friends.length === 0) return 0
  await endRequestsOf(inside, friends)
  const lists = await readGreetings(inside, [...new Set(friends.map(({ account }) => account))])
  const talks = new Map((await readAutoTalks(inside, friends)).map((talk) => [pairKey(talk.account, talk.peer), talk]))
  const greeted = friends.flatMap((friend) => {
    const { account, peer, journalMs } = friend
    const messages = lists.get(account) ?? []
    const talk = talks.get(pairKey(account, peer))
    if (messages.length === 0 || talk === undefined) return []
    return isGreeted({ ...friend, ...talk, wasFriend: false }, journalMs) ? [{ friend, talk, messages }] : []
  })
  await writeAutoTalks(inside, greeted.map(({ talk, friend: { journalMs } }) => {
    return { ...talk, greetedMs: journalMs, usedMs: journalMs }
  }))
  const sends = greeted.flatMap(({ friend: { account, peer, journalMs }, talk: { values }, messages }) => {
    return autoSendsOf(messages, { account, peer, origin: 'greeting', atMs: journalMs, values })
  })
  await addAutoSends(inside, sends)
  return sends.length
}

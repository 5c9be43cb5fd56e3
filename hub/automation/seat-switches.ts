import { userOf } from '../../protocol/chat-message.ts'
import type { Position, UserId } from '../../protocol/ids.ts'
import type { Queries } from '../../storage/pool.ts'
import { readSeatModes } from '../../storage/writers/seat-modes.ts'
import type { FeedEvent } from '../feed/feed.ts'

/** Whether rules replied for a seat at a position, where it changed among some events; null: it didn't. */
export type SwitchAt = (seat: UserId, position: Position) => boolean | null

/** Before the modes of these events are written: nobody changes them often. */
export async function readSwitches(inside: Queries, events: readonly FeedEvent[]): Promise<SwitchAt> {
  const changes = events.flatMap(({ event, position }) => {
    if (event.kind !== 'seatModeChanged') return []
    return [{ seat: userOf(event.source), position, autoReply: event.autoReply }]
  })
  if (changes.length === 0) return () => null
  const before = new Map((await readSeatModes(inside)).map(({ user, autoReply }) => [user, autoReply]))
  return (seat, position) => {
    const own = changes.filter((one) => one.seat === seat)
    if (own.length === 0) return null
    return own.findLast((one) => one.position < position)?.autoReply ?? before.get(seat) ?? false
  }
}

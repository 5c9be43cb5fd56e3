import type { DeviceId, Position, UserId } from '../../protocol/ids.ts'
import type { Directory } from '../directory/directory.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import { hubLimits } from '../limits.ts'
import type { Ring } from './ring.ts'

/**
 * What a console missed above `after`, one step of it, from the ring; null if the ring doesn't reach back so far.
 * Then the console reads what changed from the database: not from the journal itself, because repeats and fenced
 * events lie there too, and only a reader from the start can tell them apart.
 */
export function catchUp(
  { ring, directory }: { ring: Ring; directory: Directory }, { user, after }: { user: UserId; after: Position },
): ReturnType<Ring['above']> {
  return ring.above({
    after, wanted: (at) => concernsAll(at) || concernedUser(directory, at) === user,
    eventsMax: hubLimits.catchUpEventsMax, bytesMax: hubLimits.catchUpBytesMax,
  })
}

/** The user whose consoles an event concerns, by today's assignment: the keeper of the account's phone. */
export function concernedUser(directory: Directory, { account, known: event }: JournalEntry): UserId | undefined {
  if (account !== null) return directory.keeperOf(account)
  switch (event?.kind) {
    case 'taskFinished': return directory.device(event.source.split('/')[1] as DeviceId)?.keeper
    case 'commandExpired': return event.device === null ? undefined : directory.device(event.device)?.keeper
    case 'deviceConnected':
    case 'deviceDisconnected': return directory.device(event.device)?.keeper
    default: return undefined
  }
}

/** The end of a hub takes phones offline that anybody may serve. */
export function concernsAll({ kind }: JournalEntry): boolean {
  return kind === 'hubLost' || kind === 'hubStopped'
}

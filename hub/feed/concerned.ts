import { userOf } from '../../protocol/chat-message.ts'
import type { EventNamed, HubEvent } from '../../protocol/events/index.ts'
import type { AccountId, DeviceId, PeerId, UserId } from '../../protocol/ids.ts'
import { type Directory, deviceOfSource } from '../directory/directory.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'

export type Tell = (user: UserId, at: JournalEntry) => void

/**
 * Names each user whose consoles an event concerns, once: who serves its conversation, as the directory knows it when
 * this is asked. An event that is looked at later than an assignment that followed it concerns whoever has the
 * conversation now; who lost it drops it when it hears of that.
 */
export function tellConcerned(directory: Directory, at: JournalEntry, tell: Tell): void {
  const { kind, account, peer, known } = at
  if (isForStorage(kind) || at.isQuiet || at.isVoid) return
  // Only their own consoles.
  if (known?.kind === 'draftKept') return tell(userOf(known.source), at)
  if (account !== null && peer !== null) {
    for (const user of concernedIn(directory, { account, peer }, known)) tell(user, at)
  } else if (known !== null) {
    for (const user of concernedBy(directory, known, at.formerSeats)) tell(user, at)
  }
}

/** Facts that name their seats themselves. */
function addressees(event: HubEvent): readonly UserId[] | null {
  switch (event.kind) {
    case 'noticeSent': return event.seats
    case 'noticeConfirmed': return [event.user]
    default: return null
  }
}

/** Whose conversation it is, the author of what was on its way while it was taken from them, and whom a note calls. */
function concernedIn(
  directory: Directory, { account, peer }: { account: AccountId; peer: PeerId }, event: HubEvent | null,
): Iterable<UserId> {
  const seat = directory.seatOf(account, peer)
  const author = event?.source.startsWith('t/') === true ? userOf(event.source) : seat
  const called = event?.kind === 'noteWritten' ? event.mentions : nobody
  if (author === seat && called.length === 0) return seat === undefined ? nobody : [seat]
  return new Set([seat, author, ...called].filter((one) => one !== undefined))
}

function concernedBy(
  directory: Directory, event: HubEvent, formerSeats: readonly UserId[],
): Iterable<UserId> {
  const named = addressees(event)
  if (named !== null) return named
  switch (event.kind) {
    case 'peersAssigned': {
      const seat = event.seat ?? directory.keeperOf(event.account)
      return new Set(seat === undefined ? formerSeats : [...formerSeats, seat])
    }
    case 'seatModeChanged': return [userOf(event.source)]
    // One's own quick replies.
    case 'configChanged': return concernedByChange(directory, event)
    // They name everybody: who serves a few of them isn't told the others.
    case 'friendsListed':
    case 'chatroomsListed': {
      const keeper = directory.keeperOf(event.account)
      return keeper === undefined ? [] : [keeper]
    }
    default:
  }
  if ('account' in event && event.account !== null) return directory.usersOf(event.account)
  const device = deviceOf(event)
  return device === null ? [] : directory.usersOfDevice(device)
}

/** Of a phone: its switches decide what may be shown of its accounts. Of a user: their department has quick replies. */
function concernedByChange(directory: Directory, event: EventNamed<'configChanged'>): Iterable<UserId> {
  if (event.area === 'device') return directory.usersOfDevice(event.key as DeviceId)
  if (event.area === 'user') return [event.key as UserId]
  return event.area === 'reply' && isOwn(event) ? [event.key.slice(2) as UserId] : []
}

function deviceOf(event: HubEvent): DeviceId | null {
  switch (event.kind) {
    case 'taskFinished': return deviceOfSource(event.source)
    case 'chatsSynced':
    case 'commandExpired':
    case 'deviceConnected':
    case 'deviceDisconnected': return event.device
    default: return null
  }
}

/** Consoles read old chats, they aren't told them: a phone may sync a hundred thousand. Nor what storage is asked. */
export function isForStorage(kind: JournalEntry['kind']): boolean {
  return storageOnly.has(kind)
}

/** By the key of a shelf: `u/<user>`. */
function isOwn({ key }: { key: string }): boolean {
  return key.startsWith('u/')
}

/** What was done on a phone is for managers. */
const storageOnly: ReadonlySet<JournalEntry['kind']> = new Set<JournalEntry['kind']>([
  'messageSynced', 'assignmentAsked', 'assignmentRulesChanged', 'sensitiveOperation',
])

/**
 * The end of a hub takes phones offline that anybody may serve; shared settings and replies are all consoles', and so
 * is which department lies below which.
 */
export function concernsAll({ kind, known }: JournalEntry): boolean {
  if (known?.kind === 'configChanged') return isShared(known)
  return kind === 'hubLost' || kind === 'hubStopped' || kind === 'extensionFieldsChanged'
}

function isShared({ area, key }: EventNamed<'configChanged'>): boolean {
  return area === 'setting' || area === 'department' || (area === 'reply' && !isOwn({ key }))
}

const nobody: readonly UserId[] = []

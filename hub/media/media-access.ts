import type { DeviceId, UserId } from '../../protocol/ids.ts'
import type { Directory } from '../directory/directory.ts'
import { maySupervise } from '../directory/may-watch.ts'

/** Who asks for a medium or brings one. */
export type Person = { kind: 'device', device: DeviceId } | { kind: 'user', user: UserId }

/** As `mediaStored` and the table name an uploader. */
export function uploaderOf(person: Person): string {
  return person.kind === 'device' ? `d/${person.device}` : `u/${person.user}`
}

/**
 * Phones read what they or any user brought; users what any user or a phone they work with brought,
 * administrators all.
 */
export function mayRead(person: Person, uploaders: Iterable<string>, directory: Directory): boolean {
  for (const uploader of uploaders) {
    if (uploader.startsWith('u/') || uploader === uploaderOf(person)) return true
    if (person.kind === 'user' && isAtHand(person.user, uploader, directory)) return true
  }
  return false
}

function isAtHand(user: UserId, uploader: string, directory: Directory): boolean {
  if (directory.user(user)?.permissions.includes('admin') === true) return true
  const device = uploader.slice(2) as DeviceId
  const keeper = directory.device(device)?.keeper
  // A supervisor sees what comes on the phones of whom they supervise.
  const supervises = keeper !== undefined && maySupervise(directory, { user, seat: keeper })
  return supervises || directory.worksWith(user, device)
}

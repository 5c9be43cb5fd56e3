import type { AccountId, PeerId, UserId } from '../../protocol/ids.ts'
import { mayDo } from '../../protocol/permissions.ts'
import { isInScope } from '../operations/scope.ts'
import type { Directory } from './directory.ts'

export interface Watched { user: UserId; account: AccountId; peer: PeerId }

/** Whether a user may look at what somebody else serves: by right, and because that seat lies in their scope. */
export function mayWatch(directory: Directory, { user, account, peer }: Watched): boolean {
  const seat = directory.seatOf(account, peer)
  return seat !== undefined && maySupervise(directory, { user, seat })
}

/** Rights and departments as they are now: asked again for each event. */
export function maySupervise(directory: Directory, { user, seat }: { user: UserId; seat: UserId }): boolean {
  const supervisor = directory.user(user)
  if (supervisor === undefined || supervisor.disabled || !mayDo(supervisor.permissions, 'supervise')) return false
  const subject = directory.user(seat)
  return subject !== undefined && isInScope(supervisor, subject)
}

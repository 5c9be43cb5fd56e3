import { optional } from '../fields.ts'
import { type AccountId, type PeerId, type Position, type TaskId, accountId, position, taskId } from '../ids.ts'
import { name } from '../kinds.ts'
import { operation } from '../operation.ts'

/** Somebody who asks to be a friend of an account, as a console shows them. */
export interface FriendRequestView {
  account: AccountId
  request: TaskId
  person: PeerId
  nickname: string
  greeting: string
  sourceCode: number | null
  avatar: string
  receivedAtMs: number
  /** accepting: the phone was asked, its answer will come. */
  state: 'pending' | 'accepting' | 'failed'
  /** Why it failed: of result-codes.ts, or the phone's own word. */
  faultCode: string | null
  faultReason: string | null
}

/**
 * Read again after a friendRequested, a commandRequested of an acceptFriend, its taskFinished or commandExpired, and a
 * friendChanged of somebody who is in the list.
 */
export const listFriendRequests = operation<{ rows: FriendRequestView[]; position: Position }>()({
  name: 'listFriendRequests', permission: 'chat', effect: 'reads',
  about: 'Who asks to become a friend of an account of which this seat serves new people; the newest 200.',
  input: { atLeast: optional(position()) },
})

/** Accepting one that is being accepted changes nothing. */
export const acceptFriendRequest = operation<Record<string, never>>()({
  name: 'acceptFriendRequest', permission: 'chat', effect: 'changes',
  about: 'The phone is asked to accept it, once it is online; the result shows in listFriendRequests.',
  input: { account: accountId(), request: taskId(), remark: optional(name()) },
})

import type { AccountId, DeviceId, PeerId, Position, TaskId, UserId } from '../../protocol/ids.ts'
import type { FriendRequestView } from '../../protocol/operations/friend-requests.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import type { FriendRequestState } from '../writers/friend-requests.ts'

/** Of those that are open, or failed and could be tried again: the newest that the seat serves. */
export async function readFriendRequests(
  queries: Queries, { user, rowsMax }: { user: UserId; rowsMax: number },
): Promise<{ rows: FriendRequestView[]; position: Position }> {
  const { rows } = await queries.query<{ position: Position; row: FriendRequestView | null }>(select, [user, rowsMax])
  return { rows: rows.flatMap(({ row }) => row ?? []), position: rows[0]?.position ?? 0 }
}

export interface LockedRequest { device: DeviceId; person: PeerId; nickname: string; state: FriendRequestState }

/** Undefined: there is none, or the seat doesn't serve this person. */
export async function lockFriendRequest(
  inside: Queries, { user, account, request }: { user: UserId; account: AccountId; request: TaskId },
): Promise<LockedRequest | undefined> {
  const { rows } = await inside.query<LockedRequest>(lock, [user, account, request])
  return rows[0]
}

// As the directory has it: who the person is assigned to, else the keeper of the phone.
const served = `
  friend_request r join account a on a.id = r.account join device v on v.id = a.device
    left join assignment s on s.account = r.account and s.peer = r.person`

const select = statement('friend_requests', `
  select p.position, case when r.request is not null then jsonb_build_object('account', r.account,
    'request', r.request, 'person', r.person, 'nickname', r.nickname, 'greeting', r.greeting,
    'sourceCode', r.source_code, 'avatar', r.avatar, 'receivedAtMs', r.received_ms, 'state', r.state,
    'faultCode', r.fault_code, 'faultReason', r.fault_reason) end as row
  from projector p left join lateral (
    select r.* from ${served}
    where coalesce(s.seat, v.keeper) = $1 and r.state in ('pending', 'accepting', 'failed')
    order by r.received_ms desc, r.request limit $2) r on true
  order by r.received_ms desc, r.request`)

const lock = statement('friend_request_lock', `
  select v.id as device, r.person, r.nickname, r.state from ${served}
  where coalesce(s.seat, v.keeper) = $1 and r.account = $2 and r.request = $3 and v.revoked_at is null
  for update of r`)

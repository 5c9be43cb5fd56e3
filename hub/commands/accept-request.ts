import { packCommand } from '../../protocol/commands.ts'
import { commandRequested } from '../../protocol/events/outbox.ts'
import type { AccountId, DeviceId, TaskId, UserId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { newTaskId } from './command-request.ts'

export interface AcceptRequest {
  device: DeviceId
  account: AccountId
  request: TaskId
  remark: string | null
  /** Null: the hub by itself. */
  user: UserId | null
  nowMs: number
}

/** Asks a phone to accept somebody. Goes into the outbox of the transaction that says so in the request's row. */
export function acceptRequest({ device, account, request, remark, user, nowMs }: AcceptRequest) {
  const args = packCommand({ kind: 'acceptFriend', request, remark })
  const [task, expiresAtMs] = [newTaskId(), nowMs + limits.commandExpiresMs]
  return {
    fact: commandRequested,
    value: { task, device, account, name: 'acceptFriend', args, expiresAtMs, user, peer: null },
  }
}

import { randomBytes } from 'node:crypto'
import { type PhoneCommand, packCommand } from '../../protocol/commands.ts'
import { commandRequested } from '../../protocol/events/outbox.ts'
import type { AccountId, DeviceId, PeerId, TaskId, UserId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'

export interface CommandRequest {
  device: DeviceId
  account?: AccountId
  /** The friend it is about. */
  peer?: PeerId
  command: PhoneCommand
  /** Who asks. */
  user: UserId
  nowMs: number
}

/** Goes into the outbox of the transaction that decides it; the phone hears it by way of the journal. */
export function commandRequest({ device, account, peer, command, user, nowMs }: CommandRequest) {
  return {
    fact: commandRequested,
    value: {
      task: newTaskId(), device, account: account ?? null, name: command.kind, args: packCommand(command),
      expiresAtMs: nowMs + limits.commandExpiresMs, user, peer: peer ?? null,
    },
  }
}

/** Random: no task of anybody has it. */
export function newTaskId(): TaskId {
  return `d${randomBytes(12).toString('base64url')}` as TaskId
}

import type { TaskId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { OpenCommand } from './device.ts'

/**
 * Commands on their way to one phone, oldest first; a task is pushed once a connection. The phone remembers
 * task ids, so pushing it again after a reconnect is harmless.
 */
export interface CommandQueue {
  waiting: OpenCommand[]
  /**
   * Waiting or pushed, and not finished. Requests above `limits.openCommandsMax` are refused before they get
   * here.
   */
  known: Set<TaskId>
  inFlight: Set<TaskId>
}

export const commandsInFlightMax = 50

export function newCommandQueue(open: readonly OpenCommand[]): CommandQueue {
  return { waiting: [...open], known: new Set(open.map(({ task }) => task)), inFlight: new Set() }
}

export function queueCommand(queue: CommandQueue, command: OpenCommand): void {
  // A retried task may come again while its first push is still unanswered: the phone answers both with one
  // result.
  if (queue.known.has(command.task) || queue.known.size >= 2 * limits.openCommandsMax) return
  queue.known.add(command.task)
  queue.waiting.push(command)
}

export function finishCommand(queue: CommandQueue, task: TaskId): void {
  if (!queue.known.delete(task)) return
  if (!queue.inFlight.delete(task)) queue.waiting = queue.waiting.filter((command) => command.task !== task)
}

/** What can be pushed now. */
export function nextCommands(queue: CommandQueue): OpenCommand[] {
  const room = commandsInFlightMax - queue.inFlight.size
  if (room <= 0 || queue.waiting.length === 0) return []
  const next = queue.waiting.splice(0, room)
  for (const { task } of next) queue.inFlight.add(task)
  return next
}

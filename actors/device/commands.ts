import type { TaskId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { OpenCommand } from './device.ts'

/**
 * Commands on their way to one phone, oldest first. Those requested while the open ones are still being loaded wait behind them;
 * a task is pushed once a connection. The phone remembers task ids, so pushing it again after a reconnect is harmless.
 */
export interface CommandQueue {
  loaded: boolean
  waiting: OpenCommand[]
  /** Waiting or pushed, and not finished. At most `limits.openCommandsMax`: requests above it are refused before they get here. */
  known: Set<TaskId>
  inFlight: Set<TaskId>
}

export const commandsInFlightMax = 50

export function newCommandQueue(): CommandQueue {
  return { loaded: false, waiting: [], known: new Set(), inFlight: new Set() }
}

export function queueCommand(queue: CommandQueue, command: OpenCommand): void {
  // A retried task may come again while its first push is still unanswered: the phone answers both with one result.
  if (queue.known.has(command.task) || queue.known.size >= 2 * limits.openCommandsMax) return
  queue.known.add(command.task)
  queue.waiting.push(command)
}

/** The stored ones are older than what came live meanwhile. An empty list where the database didn't answer lets the live ones go. */
export function loadCommands(queue: CommandQueue, commands: readonly OpenCommand[]): void {
  const live = queue.waiting
  queue.waiting = []
  const liveTasks = new Set(live.map(({ task }) => task))
  for (const command of commands) {
    if (queue.known.has(command.task) && !liveTasks.has(command.task)) continue
    queue.known.add(command.task)
    queue.waiting.push(command)
    liveTasks.delete(command.task)
  }
  for (const command of live) if (liveTasks.has(command.task)) queue.waiting.push(command)
  queue.loaded = true
}

export function finishCommand(queue: CommandQueue, task: TaskId): void {
  if (!queue.known.delete(task)) return
  if (!queue.inFlight.delete(task)) queue.waiting = queue.waiting.filter((command) => command.task !== task)
}

/** What can be pushed now. */
export function nextCommands(queue: CommandQueue): OpenCommand[] {
  if (!queue.loaded || queue.waiting.length === 0) return []
  const room = commandsInFlightMax - queue.inFlight.size
  if (room <= 0) return []
  const next = queue.waiting.splice(0, room)
  for (const { task } of next) queue.inFlight.add(task)
  return next
}

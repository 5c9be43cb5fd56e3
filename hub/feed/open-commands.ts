import type { OpenCommand } from '../../actors/device/device.ts'
import { packCommand } from '../../protocol/commands.ts'
import { taskOf } from '../../protocol/chat-message.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import type { AccountId, DeviceId, TaskId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { hubLimits } from '../limits.ts'

/**
 * The open commands of every phone, oldest first: loaded once at start and kept by the feed, so that a
 * phone's hello costs no SQL and works while the database is away. The projector keeps the same as rows.
 */
export class OpenCommands {
  #byDevice = new Map<DeviceId, Map<TaskId, OpenCommand>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  of(device: DeviceId): OpenCommand[] {
    return [...this.#byDevice.get(device)?.values() ?? []]
  }

  /** A send to this phone would be one too many. */
  isFull(device: DeviceId): boolean {
    const own = this.#byDevice.get(device)?.size ?? 0
    return own >= limits.openCommandsMax || this.#size >= hubLimits.openCommandsMax
  }

  add(device: DeviceId, command: OpenCommand): void {
    let commands = this.#byDevice.get(device)
    if (commands === undefined) {
      commands = new Map()
      this.#byDevice.set(device, commands)
    }
    if (!commands.has(command.task)) this.#size += 1
    commands.set(command.task, command)
  }

  /**
   * Applies an accepted event; answers the command it opens, if it opens one. `deviceOf` is asked as of this
   * event's place.
   */
  apply(
    { event, journalMs }: { event: HubEvent; journalMs: number },
    deviceOf: (account: AccountId) => DeviceId | undefined,
  ): { device: DeviceId; command: OpenCommand } | null {
    switch (event.kind) {
      case 'sendRequested':
      case 'hubSendRequested':
      case 'recallRequested':
      case 'mediaRequested': {
        const device = deviceOf(event.account)
        if (device === undefined) return null
        const command = commandOf(event, journalMs)
        this.add(device, command)
        return { device, command }
      }
      case 'commandRequested': {
        const { device, task, account, name, args, expiresAtMs } = event
        const command = { task, account, name, args, expiresAtMs }
        this.add(device, command)
        return { device, command }
      }
      case 'taskFinished':
        this.#remove(event.source.split('/')[1] as DeviceId, event.task)
        return null
      case 'commandExpired':
        if (event.device !== null) this.#remove(event.device, event.task)
        return null
      default: return null
    }
  }

  #remove(device: DeviceId, task: TaskId): void {
    const commands = this.#byDevice.get(device)
    if (commands?.delete(task) !== true) return
    this.#size -= 1
    if (commands.size === 0) this.#byDevice.delete(device)
  }
}

type Request = Extract<HubEvent, {
  kind: 'sendRequested' | 'hubSendRequested' | 'recallRequested' | 'mediaRequested'
}>

/** The command that a request of an agent, or of the hub itself, means. */
export function commandOf(event: Request, journalMs: number): OpenCommand {
  const common = { account: event.account, expiresAtMs: journalMs + limits.commandExpiresMs }
  if ('msgSvrId' in event) {
    const { peer, msgSvrId } = event
    const name = event.kind === 'recallRequested' ? 'recallMessage' : 'requestMedia'
    const args = packCommand({ kind: name, peer, msgSvrId })
    return { ...common, task: taskOf({ ...event, retryOf: null }), name, args }
  }
  const { peer, type, text, media, body } = event
  return {
    ...common, task: event.kind === 'sendRequested' ? taskOf(event) : event.task, name: 'sendMessage',
    args: packCommand({ kind: 'sendMessage', peer, type, text, media, body }),
  }
}

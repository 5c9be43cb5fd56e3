import { readCommand } from '../../protocol/commands.ts'
import type { DeviceId, MediaId, UserId } from '../../protocol/ids.ts'
import type { OpenCommands } from '../feed/open-commands.ts'
import type { RecentSends } from '../feed/recent-sends.ts'

/** Who told a phone to send a medium, of what it hasn't done yet: what was forwarded may be another phone's. */
export function* sendersOf(
  { openCommands, recentSends }: { openCommands: OpenCommands; recentSends: RecentSends },
  { device, media }: { device: DeviceId; media: MediaId },
): Iterable<UserId> {
  for (const { name, args, task } of openCommands.of(device)) {
    const command = name === 'sendMessage' ? readCommand(name, args) : null
    if (command?.kind !== 'sendMessage' || command.media !== media) continue
    const author = recentSends.authorOf(task)
    if (author !== undefined) yield author
  }
}

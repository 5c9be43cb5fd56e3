import { packCommand } from '../../protocol/commands.ts'
import { commandRequested } from '../../protocol/events/outbox.ts'
import type { TaskId, UserId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { defaultSwitches } from '../../protocol/switches.ts'
import type { DeviceConfiguration } from '../../storage/writers/device-configurations.ts'
import type { OutboxEntry } from '../outbox.ts'

/**
 * Asks a phone to apply all that is set for it. The task is named after the version: asked twice, done once; one that
 * failed or expired is asked again when the phone connects.
 */
export function configureRequest(
  { device, version, switches, ...settings }: DeviceConfiguration,
  { nowMs, user }: { nowMs: number, user: UserId | null },
): OutboxEntry {
  const args = packCommand({ kind: 'configure', version, switches: switches ?? [...defaultSwitches], ...settings })
  return {
    fact: commandRequested,
    value: {
      task: `configure.${device}.${version}` as TaskId, device, account: null, name: 'configure', args,
      expiresAtMs: nowMs + limits.commandExpiresMs, user, peer: null,
    },
  }
}

import type { PhoneCommand } from '../../../protocol/commands.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import type { Queries } from '../../../storage/pool.ts'
import { countOpenCommandsOf, type StoredSetup, updateDeviceSetup } from '../../../storage/queries/device-setup.ts'
import type { StoredDevice } from '../../../storage/queries/device-changes.ts'
import { raiseConfigVersions } from '../../../storage/writers/device-configurations.ts'
import { commandRequest } from '../../commands/command-request.ts'
import { configureRequest } from '../../commands/configure-request.ts'
import { type Change, differences } from '../change.ts'
import { type Refusal, refuse } from '../refusal.ts'

interface Asked { stored: StoredDevice; commands: readonly PhoneCommand[]; user: UserId; nowMs: number }

/** The phone hears it by way of the journal, once it is there; its one result is in the ledger. */
export async function askDevice(
  inside: Queries, { stored, commands, user, nowMs }: Asked,
): Promise<Change<Record<string, never>> | Refusal> {
  const { id, remark, revoked } = stored
  if (revoked) return refuse('notFound', 'the phone was removed')
  if (await countOpenCommandsOf(inside, id) + commands.length > limits.openCommandsMax) {
    return refuse('tooMany', `${limits.openCommandsMax} commands of this phone are open`)
  }
  return {
    output: {},
    audit: commands.map((command) => {
      return { kind: 'command', id, title: remark, before: null, after: summaryOf(command) }
    }),
    outbox: commands.map((command) => commandRequest({ device: id, command, user, nowMs })),
  }
}

type Setup = Pick<StoredSetup, 'switches' | 'visibleApps'>

/** At once where the phone is connected; else the projector sends it when it connects. */
export async function setDeviceSetup(
  inside: Queries,
  { stored, values, user, nowMs }: { stored: StoredSetup; values: Setup; user: UserId; nowMs: number },
): Promise<Change<{ configVersion: number }> | Refusal> {
  const { id, remark, switches, visibleApps, configVersion } = stored
  if (stored.revoked) return refuse('notFound', 'the phone was removed')
  const changed = differences({ switches, visibleApps }, { ...values })
  if (changed === null) return { output: { configVersion }, audit: [] }
  await updateDeviceSetup(inside, { id, ...values })
  const stale = await raiseConfigVersions(inside, [id])
  return {
    output: { configVersion: configVersion + 1 },
    audit: [{ kind: 'device', id, title: remark, ...changed }],
    config: [{ area: 'device', key: id }],
    outbox: stale.map((row) => configureRequest(row, { nowMs, user })),
  }
}

/** The audit log needn't hold an address book. */
function summaryOf(command: PhoneCommand): Record<string, unknown> {
  if (command.kind !== 'importContacts') return { ...command }
  return { kind: command.kind, clear: command.clear, contacts: command.contacts.length }
}

import type { PhoneCommand } from '../../protocol/commands.ts'
import type { TaskId } from '../../protocol/ids.ts'
import type { SimulatedPhone } from './phone.ts'
import { type TaskOutcome, failed } from './task-outcome.ts'

/** Commands to the phone itself, whatever account is on it. */
export type DeviceCommand = Extract<PhoneCommand, {
  kind: 'configure' | 'wipe' | 'importContacts' | 'syncChats' | 'checkUpdate' | 'installApp'
}>

const kinds: ReadonlySet<PhoneCommand['kind']> = new Set<DeviceCommand['kind']>([
  'configure', 'wipe', 'importContacts', 'syncChats', 'checkUpdate', 'installApp',
])

export function isDeviceCommand(command: PhoneCommand): command is DeviceCommand {
  return kinds.has(command.kind)
}

export async function performOnDevice(
  command: DeviceCommand, { task }: { task: TaskId }, phone: SimulatedPhone,
): Promise<TaskOutcome> {
  const { state } = phone
  switch (command.kind) {
    case 'configure':
      if (command.version > (state.configuration?.version ?? 0)) state.configuration = command
      return done
    case 'wipe':
      phone.oldChats.length = 0
      for (const { wxid } of state.accounts) phone.logOut(wxid, '管理员远程清空')
      return done
    case 'importContacts':
      state.addressBook = [...(command.clear ? [] : state.addressBook), ...command.contacts]
      return done
    case 'syncChats': return syncChats(command, { task, phone })
    case 'checkUpdate':
      phone.say('taskProgressed', { task, ...downloaded })
      phone.updates += 1
      return { outcome: 'succeeded', reason: `work phone 1.${phone.updates}` }
    case 'installApp':
      if (!new URL(command.url).pathname.endsWith('.apk')) return failed('installFailed', 'not an Android package')
      phone.say('taskProgressed', { task, ...downloaded })
      state.installedApps.push(command.url)
      return done
  }
}

/** Oldest first, not faster than the hub takes it; half of the window stays free for what happens now. */
async function syncChats(
  { fromMs, toMs }: Extract<DeviceCommand, { kind: 'syncChats' }>,
  { task, phone }: { task: TaskId, phone: SimulatedPhone },
): Promise<TaskOutcome> {
  const found = phone.oldChats.filter(({ account, sentAtMs }) => {
    return phone.isLoggedIn(account) && sentAtMs >= fromMs && sentAtMs <= toMs
  }).sort((a, b) => a.sentAtMs - b.sentAtMs)
  let saidMs = Number.NEGATIVE_INFINITY
  for (let done = 0; done < found.length;) {
    const part = found.slice(done, done + Math.ceil(phone.window / 2))
    const told = part.map((message) => phone.say('messageSynced', message))
    await phone.acked(told.at(-1) as number, ackWithinMs)
    done += part.length
    if (done < found.length && phone.nowMs() - saidMs < progressEveryMs) continue
    saidMs = phone.nowMs()
    phone.say('taskProgressed', { task, done, total: found.length, note: null })
  }
  return { outcome: 'succeeded', reason: `${found.length} messages` }
}

const downloaded = { done: 100, total: 100, note: '下载完成,正在安装' }
const done: TaskOutcome = { outcome: 'succeeded' }
/** Other phones of the hub may sync too, and the cable may be out. */
const ackWithinMs = 600_000
const progressEveryMs = 1_000

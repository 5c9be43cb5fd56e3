import { randomBytes } from 'node:crypto'
import { type AccountId, type MsgSvrId, type PeerId, type TaskId } from '../../protocol/ids.ts'
import { type PhoneCommand, commandShapes, readCommand } from '../../protocol/commands.ts'
import { faultOfSaid } from './check-said.ts'
import { type DeviceCommand, isDeviceCommand, performOnDevice } from './phone-device-tasks.ts'
import type { SimulatedPhone } from './phone.ts'
import { type TaskOutcome, type TaskResult, failed } from './task-outcome.ts'

/** A command as the phone understood it; null when it is unknown to this software. */
export interface Received {
  task: TaskId
  name: string
  account: AccountId | null
  expiresAtMs: number
  command: PhoneCommand | null
}

/** Does a command once, on the simulated WeChat. */
export type Perform = (received: Received, phone: SimulatedPhone) => Promise<TaskOutcome>

export function readReceived(
  { args, ...received }: Omit<Received, 'command'> & { args: Uint8Array },
): Received {
  const { task, name, account, expiresAtMs } = received
  return { task, name, account, expiresAtMs, command: readCommand(name, args) }
}

export function taskResult({ task, account, command }: Received, outcome: TaskOutcome): TaskResult {
  const peer = command !== null && 'peer' in command ? command.peer : null
  return {
    task, account, peer, code: null, reason: null, msgSvrId: null, sentAtMs: null, body: null, ...outcome,
  }
}

/** What an honest phone does when nothing is told otherwise. */
export const performHonestly: Perform = async (received, phone) => {
  const { command, account } = received
  if (command === null) {
    return isKnown(received.name)
      ? failed('badArguments', `these are no arguments of ${received.name}`)
      : failed('unsupported', `this phone does not know ${received.name}`)
  }
  if (isDeviceCommand(command)) return performOnDevice(command, received, phone)
  return performOnAccount(command, account, phone)
}

async function performOnAccount(
  command: Exclude<PhoneCommand, DeviceCommand>, account: AccountId | null, phone: SimulatedPhone,
): Promise<TaskOutcome> {
  const isHere = account !== null && phone.isLoggedIn(account)
  if (!isHere) return failed('accountOffline', 'the account is not logged in here')
  switch (command.kind) {
    case 'sendMessage': return sendOnWechat(account, command, phone)
    case 'recallMessage': return recallOnWechat(account, command, phone)
    case 'requestMedia': return uploadOriginal(account, command, phone)
    case 'acceptFriend': {
      const friend = phone.accept(account, command.request, command.remark)
      return friend === null ? failed('requestExpired', '朋友验证已过期') : { outcome: 'succeeded' }
    }
    case 'changeFriend': {
      const { peer, remark, labels } = command
      phone.changeFriend(account, peer, { ...remark !== null && { remark }, ...labels !== null && { labels } })
      return { outcome: 'succeeded' }
    }
    case 'listContacts':
      phone.listContacts(account)
      return { outcome: 'succeeded' }
  }
}

function isKnown(name: string): boolean {
  return commandShapes.some((shape) => shape.name === name)
}

/** 64 bits in decimal, as WeChat's: never twice. */
export function newMsgSvrId(): MsgSvrId {
  return (randomBytes(8).readBigUInt64BE() >> 1n).toString() as MsgSvrId
}

type Sending = Extract<PhoneCommand, { kind: 'sendMessage' }>
type Named = { peer: PeerId; msgSvrId: MsgSvrId }

async function sendOnWechat(
  account: AccountId, command: Sending, phone: SimulatedPhone,
): Promise<TaskOutcome> {
  const fault = faultOfSaid(command, phone.contacts.get(account)?.chatrooms ?? [])
  if (fault !== null) return fault
  const as = command.type === 'voice' ? 'silk' : ''
  const medium = command.media === null ? null : await phone.download(command.media, as).catch(() => undefined)
  if (medium === undefined) return failed('mediaMissing', 'the medium could not be fetched')
  const msgSvrId = newMsgSvrId()
  const sentAtMs = phone.nowMs()
  phone.remembersSent({ account, peer: command.peer, msgSvrId, sentAtMs })
  if (medium !== null) phone.keepOriginal(msgSvrId, medium)
  return { outcome: 'succeeded', msgSvrId, sentAtMs }
}

async function recallOnWechat(
  account: AccountId, { peer, msgSvrId }: Named, phone: SimulatedPhone,
): Promise<TaskOutcome> {
  const sent = phone.sentMessage(msgSvrId)
  const age = sent === null ? Number.POSITIVE_INFINITY : phone.nowMs() - sent.sentAtMs
  if (age > recallMsMax) return failed('tooLate', 'WeChat takes a message back within two minutes only')
  phone.say('messageRecalled', { account, peer, msgSvrId })
  return { outcome: 'succeeded', msgSvrId }
}

async function uploadOriginal(
  account: AccountId, { peer, msgSvrId }: Named, phone: SimulatedPhone,
): Promise<TaskOutcome> {
  const original = phone.original(msgSvrId)
  if (original === null) return failed('mediaMissing', 'the original is no longer on the phone')
  const media = await phone.upload(original.bytes, original.mime)
  phone.say('mediaArrived', { account, peer, msgSvrId, role: 'original', media })
  return { outcome: 'succeeded', msgSvrId }
}

/** WeChat's own rule. */
const recallMsMax = 2 * 60_000

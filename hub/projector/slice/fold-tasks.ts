import { type ChatMessage, foldMessage, sentMessage, taskOf, userOf } from '../../../protocol/chat-message.ts'
import { readCommand } from '../../../protocol/commands.ts'
import { newConversation } from '../../../protocol/conversation.ts'
import { chatsSynced, commandExpired, messageRepeated } from '../../../protocol/events/outbox.ts'
import type { DeviceId, MsgSvrId, SourceId } from '../../../protocol/ids.ts'
import type { CommandRow } from '../../../storage/writers/commands.ts'
import { commandOf } from '../../feed/open-commands.ts'
import { pairKey } from './book.ts'
import { changeConversation, messageOf } from './fold-chat.ts'
import { noteMessage } from './fold-sensitive.ts'
import type { At, Slice } from './slice.ts'

export function onSendRequested(slice: Slice, at: At<'sendRequested'>): void {
  const { event, position, journalMs } = at
  const { account, peer } = event
  // Another agent was faster: nothing was sent, by the same rule in every hub.
  if (slice.answers.apply(position, event) === 'void') return void slice.voidSends.push(position)
  if (event.retryOf !== null) return onRetried(slice, at)
  const message = sentMessage(at)
  slice.make(message)
  noteMessage(slice, message, event.source)
  changeConversation(slice, at, newConversation(account, peer))
  openCommand(slice, at, { requested: position, requestedMs: journalMs, message: { journalMs, position } })
}

export function onHubSendRequested(slice: Slice, at: At<'hubSendRequested'>): void {
  const { event: { account, peer }, position, journalMs } = at
  slice.make(sentMessage(at))
  changeConversation(slice, at, newConversation(account, peer))
  openCommand(slice, at, { requested: position, requestedMs: journalMs, message: { journalMs, position } })
}

/** What is asked of the phone about a message that is there. */
export function onAskedAbout(slice: Slice, at: At<AskedAbout>): void {
  openCommand(slice, at, { requested: at.position, requestedMs: at.journalMs, message: null })
}

/**
 * The same task again: success is final, anything else is open again and pushed to the phone the account is
 * on now.
 */
function onRetried(slice: Slice, at: At<'sendRequested'>): void {
  const { event } = at
  const command = slice.commands.get(taskOf(event))
  if (command?.account !== event.account || command.peer !== event.peer || command.message === null) return
  changeConversation(slice, at, null)
  const message = changeMessage(slice, command, at)
  if (command.state === 'succeeded' || message?.state !== 'sending') return
  // Sent as it is said now, under the rules of now; noted twice it is noted once.
  noteMessage(slice, { ...message, text: event.text, body: event.body }, event.source)
  const { requested, message: place } = command
  openCommand(slice, at, { requested, requestedMs: at.journalMs, message: place })
}

type AskedAbout = 'recallRequested' | 'mediaRequested'
type Requested = Pick<CommandRow, 'requested' | 'requestedMs' | 'message'>

/** A request that no phone can take fails at once. */
function openCommand(
  slice: Slice, { event, position, journalMs }: At<'sendRequested' | 'hubSendRequested' | AskedAbout>,
  requested: Requested,
): void {
  const { account, peer } = event
  const { task, name, args, expiresAtMs } = commandOf(event, journalMs)
  const home = slice.homes.get(account)
  const device = home?.reachable === true ? home.device : null
  slice.commands.set(task, {
    ...unanswered, task, name, args, device, account, peer, ...requested,
    user: event.kind === 'hubSendRequested' ? null : userOf(event.source), expiresMs: expiresAtMs,
    expiring: device === null, changedAt: position,
  })
  if (device !== null) return
  const outcome = { outcome: 'failed', code: 'noDevice', reason: 'no phone has this account' } as const
  slice.tell(commandExpired, { task, device, account, peer, ...outcome })
}

export function onCommandRequested(slice: Slice, { event, position, journalMs }: At<'commandRequested'>): void {
  const { task, device, account, peer, name, args, expiresAtMs, user } = event
  slice.commands.set(task, {
    ...unanswered, task, device, account, peer, name, args, user, requested: position, requestedMs: journalMs,
    message: null, expiresMs: expiresAtMs, changedAt: position,
  })
}

export function onTaskProgressed(slice: Slice, { event, position }: At<'taskProgressed'>): void {
  const command = slice.commands.get(event.task)
  if (command?.device !== deviceOf(event.source) || command.state !== 'open') return
  const { done, total, note } = event
  slice.commands.set(command.task, { ...command, progress: { done, total, note }, changedAt: position })
}

/** Only the phone that was asked may answer. */
export function onTaskFinished(slice: Slice, at: At<'taskFinished'>): void {
  const { event, position } = at
  const command = slice.commands.get(event.task)
  if (command === undefined || command.device !== deviceOf(event.source)) return
  if (command.name === 'configure' && event.outcome === 'succeeded') noteConfigured(slice, command)
  tellSynced(slice, command)
  noteAccept(slice, command, at)
  if (command.state !== 'succeeded') {
    const { outcome: state, code, reason } = event
    slice.commands.set(command.task, { ...command, state, code, reason, expiring: false, changedAt: position })
  }
  const before = command.message === null ? null : slice.messages.get(command.message.position)?.msgSvrId
  const message = changeMessage(slice, command, at)
  if (message === undefined || message.msgSvrId === null || message.msgSvrId === before) return
  nameMessage(slice, message, message.msgSvrId)
}

export function onCommandExpired(slice: Slice, at: At<'commandExpired'>): void {
  const { event, position } = at
  const command = slice.commands.get(event.task)
  if (command === undefined) return
  if (command.state === 'open') {
    const { outcome: state, code, reason } = event
    slice.commands.set(command.task, { ...command, state, code, reason, expiring: false, changedAt: position })
  }
  tellSynced(slice, command)
  noteAccept(slice, command, at)
  changeMessage(slice, command, at)
}

/** However it ended: what came before that is there. */
function tellSynced(slice: Slice, { name, device }: CommandRow): void {
  if (name === 'syncChats' && device !== null) slice.tell(chatsSynced, { device })
}

/** What came of a friend request is decided when the rows of this slice are written. */
function noteAccept(
  slice: Slice, { name, task }: CommandRow, { event, position, journalMs }: At<'taskFinished' | 'commandExpired'>,
): void {
  if (name !== 'acceptFriend') return
  const { outcome, code, reason } = event
  slice.acceptsEnded.push({ task, outcome, code, reason, position, journalMs })
}

function changeMessage(
  slice: Slice, command: CommandRow, { position, event }: At<'sendRequested' | 'taskFinished' | 'commandExpired'>,
): ChatMessage | undefined {
  const message = command.message === null ? undefined : slice.messages.get(command.message.position)
  if (message === undefined) return undefined
  const next = foldMessage(message, { position, event })
  slice.messages.set(message.position, next)
  return next
}

/**
 * A message we sent has got its msgSvrId. If the phone had told of it as one of its own before, that one is
 * the repeat: it goes, and the id belongs to the sent one.
 */
function nameMessage(slice: Slice, message: ChatMessage, msgSvrId: MsgSvrId): void {
  const { account, peer } = message
  const key = pairKey(account, msgSvrId)
  const other = messageOf(slice, { account, msgSvrId })
  if (other === message || (other !== undefined && other.task !== null)) return
  slice.identities.set(key, { account, msgSvrId, journalMs: message.journalMs, position: message.position })
  if (other === undefined) return
  slice.deleted.add(other.position)
  const value = { account, peer, msgSvrId, repeat: other.position, original: message.position }
  slice.tell(messageRepeated, value)
}

function noteConfigured(slice: Slice, { device, args }: CommandRow): void {
  const configured = readCommand('configure', args)
  if (device === null || configured?.kind !== 'configure') return
  slice.configured.set(device, Math.max(configured.version, slice.configured.get(device) ?? 0))
}

/** The device of `p/<device>/<install>`. */
export function deviceOf(source: SourceId): DeviceId {
  return source.split('/')[1] as DeviceId
}

const unanswered = { state: 'open', code: null, reason: null, progress: null, expiring: false } as const

import type { HubEvent } from '../../protocol/events/index.ts'
import type { LiveTopic } from '../../protocol/resource.ts'
import type { SubjectKind } from '../../protocol/resources/audit.ts'
import { deviceOfSource } from '../directory/directory.ts'

export interface Hint { topic: LiveTopic; id?: string }

/** What an event of the journal makes stale in admin lists; chat isn't among it. */
export function hintsOf(event: HubEvent): Hint[] {
  switch (event.kind) {
    case 'deviceConnected':
    case 'deviceDisconnected': return [{ topic: 'devices', id: event.device }]
    case 'deviceReported': return [{ topic: 'devices', id: deviceOfSource(event.source) }]
    case 'accountOnline':
    case 'accountOffline': return [
      { topic: 'accounts', id: event.account }, { topic: 'devices', id: deviceOfSource(event.source) },
    ]
    case 'seatConnected':
    case 'seatDisconnected': return [{ topic: 'accounts' }]
    case 'hubStopped':
    case 'hubLost': return [{ topic: 'devices' }, { topic: 'accounts' }]
    case 'commandRequested':
    case 'commandExpired':
    case 'taskFinished': return commandHints(event)
    case 'taskProgressed': return [{ topic: 'commands', id: event.task }]
    case 'configChanged': return configHints(event)
    default: return contactHints(event)
  }
}

function contactHints(event: HubEvent): Hint[] {
  switch (event.kind) {
    case 'friendsListed': return [{ topic: 'friends' }, { topic: 'accounts', id: event.account }]
    case 'friendChanged': return [{ topic: 'friends', id: `${event.account} ${event.friend.wxid}` }]
    case 'friendNoted': return [{ topic: 'friends', id: `${event.account} ${event.peer}` }]
    case 'noticeSent':
    case 'noticeConfirmed': return [{ topic: 'notices', id: event.notice }]
    case 'extensionFieldsChanged': return [{ topic: 'fields' }]
    case 'friendRemoved': return [{ topic: 'friends' }, { topic: 'accounts', id: event.account }]
    case 'chatroomsListed': return [{ topic: 'chatrooms' }]
    case 'chatroomChanged': return [{ topic: 'chatrooms', id: `${event.account} ${event.chatroom.chatroom}` }]
    case 'chatroomLeft': return [{ topic: 'chatrooms', id: `${event.account} ${event.peer}` }]
    case 'assignmentRulesChanged': return [{ topic: 'rules' }]
    case 'peersAssigned': return [{ topic: 'friends' }, { topic: 'chatrooms' }]
    case 'friendRequested': return [{ topic: 'automation', id: event.account }]
    default: return []
  }
}

/** Those of messages, which are in their chats, name an account. */
function commandHints({ account, task }: { account: string | null; task: string }): Hint[] {
  return account === null ? [{ topic: 'commands', id: task }] : []
}

function configHints({ area, key }: Extract<HubEvent, { kind: 'configChanged' }>): Hint[] {
  switch (area) {
    case 'device': return [{ topic: 'devices', id: key }]
    case 'user': return [{ topic: 'users', id: key }]
    case 'department': return [{ topic: 'departments' }, { topic: 'users' }]
    case 'reply': return [{ topic: 'replies' }, { topic: 'groups' }]
    default: return []
  }
}

/** Of a change that the audit log names. */
export const topicOfSubject: Partial<Record<SubjectKind, LiveTopic>> = {
  user: 'users', department: 'departments', device: 'devices', deviceGroup: 'groups', job: 'jobs', account: 'accounts',
  assignmentRule: 'rules',
  extensionField: 'fields', notice: 'notices',
  friend: 'friends', chatroom: 'chatrooms', group: 'groups', setting: 'settings', app: 'apps', command: 'commands',
  sensitiveWord: 'sensitiveWords',
  automation: 'automation',
  quickReply: 'replies', material: 'materials',
}

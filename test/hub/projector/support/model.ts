import {
  type ChatMessage, type MessageChange, foldMessage, receivedMessage, sentMessage, taskOf,
} from '../../../../protocol/chat-message.ts'
import {
  type Conversation, type ConversationEvent, foldConversation, newConversation,
} from '../../../../protocol/conversation.ts'
import type { HubEvent, Placed } from '../../../../protocol/events/index.ts'
import type { FriendProfile } from '../../../../protocol/kinds.ts'

/**
 * What storage must hold after some events, kept the plainest way: one after the other, no batches, no SQL.
 */
export class Model {
  messages = new Map<number, ChatMessage>()
  conversations = new Map<string, Conversation>()
  commands = new Map<string, Command>()
  homes = new Map<string, string>()
  loggedIn = new Map<string, boolean>()
  friends = new Map<string, Friend>()
  devices = new Map<string, { epoch: number; online: boolean }>()
  /** Facts that must be told, as `kind` and what tells them apart. */
  told: string[] = []
  #names = new Map<string, number>()
  #lists = new Map<string, { snapshot: string; startedAt: number; parts: number }>()

  apply(at: Placed<HubEvent>): void {
    const { event } = at
    switch (event.kind) {
      case 'messageReceived': return this.#received({ ...at, event })
      case 'messageSynced': return this.#synced({ ...at, event })
      case 'sendRequested': return this.#sent({ ...at, event })
      case 'hubSendRequested': return this.#hubSent({ ...at, event })
      case 'recallRequested':
      case 'mediaRequested':
        return this.#open(at.position, { ...event, task: taskOf({ ...event, retryOf: null }) }, null)
      case 'taskFinished': return this.#finished({ ...at, event })
      case 'commandExpired': return this.#expired({ ...at, event })
      case 'messageRecalled':
      case 'mediaArrived':
      case 'messageStateChanged': return this.#onChange({ ...at, event })
      default: return this.#applyRest(at)
    }
  }

  #applyRest({ event, position, journalMs }: Placed<HubEvent>): void {
    const device = event.source.split('/')[1] ?? ''
    switch (event.kind) {
      case 'conversationMarked':
      case 'conversationRead': return this.#converse({ event, position, journalMs }, false)
      case 'accountOnline':
        this.homes.set(event.account, device)
        this.loggedIn.set(event.account, true)
        return
      case 'accountOffline':
        if (this.homes.get(event.account) === device) this.loggedIn.set(event.account, false)
        return
      case 'friendChanged': return this.#befriend(event.account, event.friend, { position, snapshot: '' })
      case 'friendRemoved': {
        const friend = this.friends.get(`${event.account} ${event.peer}`)
        if (friend !== undefined) Object.assign(friend, { removed: true, changedAt: position })
        return
      }
      case 'friendsListed': return this.#listed({ event, position, journalMs: 0 })
      case 'deviceConnected': return void this.devices.set(event.device, { epoch: position, online: true })
      case 'deviceDisconnected': {
        const known = this.devices.get(event.device)
        if (known?.epoch === event.connection) known.online = false
        return
      }
      default:
    }
  }

  #onChange(at: Placed<HubEvent & { kind: 'messageRecalled' | 'mediaArrived' | 'messageStateChanged' }>): void {
    const { event } = at
    const message = this.messages.get(this.#names.get(`${event.account} ${event.msgSvrId}`) ?? -1)
    if (message?.peer === event.peer) this.#change(message.position, { ...at, event })
    if (event.kind === 'messageRecalled') this.#converse({ ...at, event }, false)
  }

  #received(at: Placed<HubEvent & { kind: 'messageReceived' }>): void {
    const { account, msgSvrId } = at.event
    const name = `${account} ${msgSvrId}`
    const original = this.#names.get(name)
    if (original !== undefined) return void this.told.push(`messageRepeated ${at.position} ${original}`)
    this.#names.set(name, at.position)
    this.messages.set(at.position, receivedMessage(at))
    this.#converse(at, true)
  }

  /** Where it was sent, and nothing more; one that is known is nothing new. */
  #synced(at: Placed<HubEvent & { kind: 'messageSynced' }>): void {
    const name = `${at.event.account} ${at.event.msgSvrId}`
    if (this.#names.has(name)) return
    this.#names.set(name, at.position)
    this.messages.set(at.position, receivedMessage(at))
  }

  #sent(at: Placed<HubEvent & { kind: 'sendRequested' }>): void {
    if (at.event.retryOf !== null) return this.#retried(at)
    this.messages.set(at.position, sentMessage(at))
    this.#converse(at, true)
    this.#open(at.position, { ...at.event, task: taskOf(at.event) }, at.position)
  }

  #hubSent(at: Placed<HubEvent & { kind: 'hubSendRequested' }>): void {
    this.messages.set(at.position, sentMessage(at))
    this.#converse(at, true)
    this.#open(at.position, at.event, at.position)
  }

  #retried(at: Placed<HubEvent & { kind: 'sendRequested' }>): void {
    const { account, peer } = at.event
    const command = this.commands.get(taskOf(at.event))
    if (command?.account !== account || command.peer !== peer || command.message === null) return
    this.#converse(at, false)
    this.#change(command.message, at)
    if (command.state === 'succeeded' || this.messages.get(command.message)?.state !== 'sending') return
    this.#open(at.position, { account, peer, task: taskOf(at.event) }, command.message)
  }

  #open(
    position: number, { task, account, peer }: { task: string; account: string; peer: string }, message: number | null,
  ): void {
    const device = this.homes.get(account) ?? null
    this.commands.set(task, { task, account, peer, device, state: 'open', message, changedAt: position })
    if (device === null) this.told.push(`commandExpired ${task} noDevice`)
  }

  #finished(at: Placed<HubEvent & { kind: 'taskFinished' }>): void {
    const { event, position } = at
    const command = this.commands.get(event.task)
    if (command === undefined || command.device !== event.source.split('/')[1]) return
    if (command.state !== 'succeeded') Object.assign(command, { state: event.outcome, changedAt: position })
    if (command.message === null) return
    const before = this.messages.get(command.message)?.msgSvrId
    this.#change(command.message, at)
    const after = this.messages.get(command.message)?.msgSvrId ?? null
    if (after === null || after === before) return
    const name = `${command.account} ${after}`
    const other = this.messages.get(this.#names.get(name) ?? -1)
    if (other !== undefined && other.task !== null) return
    this.#names.set(name, command.message)
    if (other === undefined) return
    this.messages.delete(other.position)
    this.told.push(`messageRepeated ${other.position} ${command.message}`)
  }

  #expired(at: Placed<HubEvent & { kind: 'commandExpired' }>): void {
    const command = this.commands.get(at.event.task)
    if (command === undefined) return
    if (command.state === 'open') Object.assign(command, { state: at.event.outcome, changedAt: at.position })
    if (command.message !== null) this.#change(command.message, at)
  }

  #change(position: number, change: Placed<MessageChange>): void {
    const message = this.messages.get(position)
    if (message !== undefined) this.messages.set(position, foldMessage(message, change))
  }

  #converse(at: Placed<ConversationEvent>, begins: boolean): void {
    const { account, peer } = at.event
    const key = `${account} ${peer}`
    const now = this.conversations.get(key) ?? (begins ? newConversation(account, peer) : undefined)
    if (now !== undefined) this.conversations.set(key, foldConversation(now, at))
  }

  #befriend(
    account: string, profile: FriendProfile, { position, snapshot }: { position: number; snapshot: string },
  ): void {
    const key = `${account} ${profile.wxid}`
    const known = this.friends.get(key)
    this.friends.set(key, {
      profile: { ...known?.profile, ...profile }, removed: false, changedAt: position,
      snapshot: snapshot === '' ? known?.snapshot ?? '' : snapshot,
    })
  }

  #listed({ event, position }: Placed<HubEvent & { kind: 'friendsListed' }>): void {
    const { account, snapshot, part, last } = event
    for (const friend of event.friends) this.#befriend(account, friend, { position, snapshot })
    const known = this.#lists.get(account)
    const list = known?.snapshot === snapshot ? known : { snapshot, startedAt: position, parts: 0 }
    list.parts += 1
    this.#lists.set(account, list)
    if (!last || list.parts !== part + 1) return
    for (const [key, friend] of this.friends) {
      if (!key.startsWith(`${account} `) || friend.removed) continue
      if (friend.snapshot === snapshot || friend.changedAt >= list.startedAt) continue
      Object.assign(friend, { removed: true, changedAt: position })
    }
  }
}

interface Command {
  task: string
  account: string
  peer: string
  device: string | null
  state: string
  message: number | null
  changedAt: number
}

interface Friend { profile: FriendProfile; removed: boolean; snapshot: string; changedAt: number }

import { accountOnline } from '../../protocol/events/phone.ts'
import type { AccountId, MediaId, MsgSvrId, PeerId, TaskId } from '../../protocol/ids.ts'
import type { AccountProfile, ChatroomProfile, DeviceInfo, FriendProfile } from '../../protocol/kinds.ts'
import { type CoreOptions, PhoneCore } from './phone-core.ts'
import { downloadMedia, enrolPhone, uploadMedia } from './phone-http.ts'
import { type NewMessage, messageFields } from './phone-message.ts'
import type { SwitchName } from '../../protocol/switches.ts'
import type { Closed } from './line.ts'
import type { FactFields } from './phone-facts.ts'
import { allows, appsShown, textShown } from './obedience.ts'
import type { Refused } from './phone-events.ts'
import { type Perform, type Received, newMsgSvrId, performHonestly } from './phone-tasks.ts'
import type { TaskOutcome } from './task-outcome.ts'
import { snapshotParts } from './snapshot-parts.ts'
import { until } from './until.ts'

export interface PhoneOptions extends CoreOptions {
  perform?: Perform
}

export interface Contacts {
  friends: FriendProfile[]
  chatrooms: ChatroomProfile[]
}

export interface Medium {
  bytes: Uint8Array
  mime: string
}

export interface SentMessage {
  account: AccountId
  peer: PeerId
  msgSvrId: MsgSvrId
  sentAtMs: number
}

/**
 * A complete, correct phone. Everything can be awaited: `await phone.connect()`, `await
 * phone.acked(phone.write({ … }).sequence)`, `await phone.received((command) => command.kind ===
 * 'sendMessage')`. Its `state` is its disk (phone-state.ts).
 */
export class SimulatedPhone extends PhoneCore {
  /** What `listContacts` answers with, by account. */
  readonly contacts = new Map<AccountId, Contacts>()
  /** What a syncChats finds in WeChat's history. */
  readonly oldChats: FactFields<'messageSynced'>[] = []
  /** Newer software that was found and installed. */
  updates = 0
  readonly #perform: Perform
  readonly #sent = new Map<MsgSvrId, SentMessage>()
  readonly #originals = new Map<MsgSvrId, Medium>()

  constructor(options: PhoneOptions) {
    super(options)
    this.#perform = options.perform ?? performHonestly
  }

  /** A new phone from the token of a QR code. */
  static async enrol({ token, remark, ...options }: Omit<PhoneOptions, 'state'> & {
    token: string; remark?: string
  }): Promise<SimulatedPhone> {
    const info: DeviceInfo = options.info ?? {}
    const state = await enrolPhone({ hub: options.hubs[0] as string, token, info, remark })
    return new SimulatedPhone({ ...options, info, state })
  }

  /** The next close, or refusal of an upgrade. */
  closed(withinMs?: number): Promise<Closed> {
    const before = this.closes
    const look = () => (this.closes > before ? this.lastClosed ?? undefined : undefined)
    return until({ emitter: this, what: 'closed', look, withinMs })
  }

  acked(sequence: number, withinMs?: number): Promise<void> {
    const look = () => (this.lastAcked >= sequence ? null : undefined)
    return until({ emitter: this, what: `ack of ${sequence}`, look, withinMs }).then(() => undefined)
  }

  /** Everything said so far is acked, under whatever numbers. */
  drained(withinMs?: number): Promise<void> {
    const look = () => (this.state.kept.length === 0 ? null : undefined)
    return until({ emitter: this, what: 'all acked', look, withinMs }).then(() => undefined)
  }

  refused(sequence: number, withinMs?: number): Promise<Refused> {
    const look = () => this.refusals.find((one) => one.sequence === sequence)
    return until({ emitter: this, what: `refusal of ${sequence}`, look, withinMs })
  }

  /** The first command, ever, that fits. */
  received(fits: (received: Received) => boolean, withinMs?: number): Promise<Received> {
    return until({ emitter: this, what: 'a command', look: () => this.commands.find(fits), withinMs })
  }

  /** Whether what an administrator has set lets people do this, or the phone. */
  allows(name: SwitchName): boolean {
    return allows(this.state.configuration, name)
  }

  /** A text as it stands on the screen. */
  shows(text: string, where: 'wechat' | 'app'): string {
    return textShown(this.state.configuration, text, where)
  }

  /** Packages on the desktop. */
  get desktop(): string[] {
    return appsShown(this.state.configuration, factoryApps)
  }

  isLoggedIn(account: AccountId): boolean {
    return this.state.accounts.some(({ wxid }) => wxid === account)
  }

  logIn(profile: AccountProfile): number {
    this.state.accounts = [...this.state.accounts.filter(({ wxid }) => wxid !== profile.wxid), profile]
    return this.say('accountOnline', { account: profile.wxid, profile })
  }

  logOut(account: AccountId, reason = '用户退出登录'): number {
    this.state.accounts = this.state.accounts.filter(({ wxid }) => wxid !== account)
    return this.say('accountOffline', { account, reason })
  }

  /** A message appears on the phone: the customer's, or with `direction: 'out'` one typed on it. */
  write(message: NewMessage): { sequence: number; msgSvrId: MsgSvrId } {
    const fields = messageFields(message, { msgSvrId: newMsgSvrId(), nowMs: this.nowMs() })
    if (fields.direction === 'out') this.remembersSent(fields)
    return { sequence: this.say('messageReceived', fields), msgSvrId: fields.msgSvrId }
  }

  recall({ account, peer, msgSvrId }: { account: AccountId; peer: PeerId; msgSvrId: MsgSvrId }): number {
    return this.say('messageRecalled', { account, peer, msgSvrId })
  }

  /** Somebody asks to be a friend; a command may accept it. */
  beAsked({ account, friend, greeting = null }: {
    account: AccountId; friend: FriendProfile; greeting?: string | null
  }): { sequence: number; request: TaskId } {
    const request = `r${newMsgSvrId()}` as TaskId
    const waiting = this.state.friendRequests
    waiting.push({ account, request, friend })
    if (waiting.length > rememberedMax) waiting.shift()
    const { wxid: person, nickname = null, source = null, avatar = null } = friend
    const sequence = this.say('friendRequested', {
      account, request, person, nickname, greeting, sourceCode: source, avatar, receivedAtMs: this.nowMs(),
    })
    return { sequence, request }
  }

  /** Null: WeChat doesn't know the request any more. */
  accept(account: AccountId, request: TaskId, remark: string | null = null): FriendProfile | null {
    const at = this.state.friendRequests.findIndex((one) => one.account === account && one.request === request)
    const asked = this.state.friendRequests[at]
    if (asked === undefined) return null
    this.state.friendRequests.splice(at, 1)
    const friend = { ...asked.friend, ...remark === null ? {} : { remark }, addedAtMs: this.nowMs() }
    this.say('friendChanged', { account, friend })
    return friend
  }

  /** The agent's words for a friend; what isn't named stays. */
  changeFriend(account: AccountId, peer: PeerId, change: Pick<FriendProfile, 'remark' | 'labels'>): number {
    const friend = this.contacts.get(account)?.friends.find(({ wxid }) => wxid === peer)
    if (friend !== undefined) Object.assign(friend, change)
    return this.say('friendChanged', { account, friend: { wxid: peer, ...change } })
  }

  /** Complete snapshots of friends and chatrooms; answers the last number. */
  listContacts(account: AccountId): number {
    const { friends, chatrooms } = this.contacts.get(account) ?? { friends: [], chatrooms: [] }
    const friendsHead = { account, snapshot: newSnapshotId() }
    for (const { entries, ...part } of snapshotParts(friends)) {
      this.say('friendsListed', { ...friendsHead, ...part, friends: entries })
    }
    const roomsHead = { account, snapshot: newSnapshotId() }
    const said = snapshotParts(chatrooms).map(({ entries, ...part }) => {
      return this.say('chatroomsListed', { ...roomsHead, ...part, chatrooms: entries })
    })
    return said.at(-1) as number
  }

  upload(bytes: Uint8Array, mime: string): Promise<MediaId> {
    return uploadMedia({ hub: this.hub, bearer: this.bearer, bytes, mime })
  }

  /** The upload breaks off after so many bytes; the next `upload` of the same bytes goes on from there. */
  async cutUpload({ bytes, mime, afterBytes }: Medium & { afterBytes: number }): Promise<void> {
    await uploadMedia({
      hub: this.hub, bearer: this.bearer, bytes, mime, cutAfterBytes: afterBytes,
    }).catch(() => undefined)
  }

  /** `as`: a voice note in the form WeChat keeps. */
  async download(media: MediaId, as: '' | 'silk' = ''): Promise<Medium> {
    return downloadMedia({ hub: this.hub, bearer: this.bearer, media, as })
  }

  /** The command that asks for this message's original is answered with it. */
  keepOriginal(msgSvrId: MsgSvrId, medium: Medium): void {
    keep(this.#originals, msgSvrId, medium)
  }

  original(msgSvrId: MsgSvrId): Medium | null {
    return this.#originals.get(msgSvrId) ?? null
  }

  remembersSent({ account, peer, msgSvrId, sentAtMs }: SentMessage): void {
    keep(this.#sent, msgSvrId, { account, peer, msgSvrId, sentAtMs })
  }

  sentMessage(msgSvrId: MsgSvrId): SentMessage | null {
    return this.#sent.get(msgSvrId) ?? null
  }

  protected override greet(): void {
    for (const profile of this.state.accounts) {
      const newest = this.waiting(['accountOnline', 'accountOffline'], (values) => values[2] === profile.wxid)
      // One that still waits is sent over this connection too, and says the same.
      if (newest?.[0] !== accountOnline.code) this.say('accountOnline', { account: profile.wxid, profile })
    }
  }

  protected override perform(received: Received): Promise<TaskOutcome> {
    return this.#perform(received, this)
  }
}

function newSnapshotId(): TaskId {
  return `s${newMsgSvrId()}` as TaskId
}

function keep<Value>(map: Map<MsgSvrId, Value>, key: MsgSvrId, value: Value): void {
  map.set(key, value)
  const oldest = map.keys().next()
  if (map.size > rememberedMax && oldest.done !== true) map.delete(oldest.value)
}

const factoryApps = ['com.tencent.mm', 'com.android.contacts', 'com.android.camera', 'com.android.settings']
/** Own messages that can be recalled, and originals that can be asked for. */
const rememberedMax = 500

import type { PhoneCommand } from '../../protocol/commands.ts'
import { type PeerId, type TaskId, isChatroom } from '../../protocol/ids.ts'
import type { FriendProfile } from '../../protocol/kinds.ts'
import { Customer, type Utterance } from './chatter.ts'
import { newFriend } from './chatter/people.ts'
import { readChoice } from './chatter/script.ts'
import type { Dice } from './dice.ts'
import type { Member } from './fleet.ts'
import { misuse } from './habits.ts'
import { RoomTalk } from './room-talk.ts'
import { Speaker } from './speaker.ts'
import type { Timers } from './timers.ts'

export interface LifeOptions {
  members: readonly Member[]
  dice: Dice
  timers: Timers
  /** Customers' messages a minute over all phones, while nobody answers them. */
  perMinute: number
  onTrouble: (what: string) => void
}

/**
 * What happens on the phones of the demo: customers write, answer what agents send, talk in rooms, ask to be
 * friends; now and then somebody of ours answers on the phone itself. Chance comes from the dice, time from
 * the timers.
 */
export class Life {
  perMinute: number
  readonly #options: LifeOptions
  readonly #speaker: Speaker
  readonly #rooms: RoomTalk
  /** Talks that go on now, by account and peer. */
  readonly #talks = new Map<string, Talk>()
  /** Who asks to be a friend, until somebody accepts. */
  readonly #asked = new Map<TaskId, FriendProfile>()

  constructor(options: LifeOptions) {
    this.#options = options
    this.perMinute = options.perMinute
    this.#speaker = new Speaker(options)
    this.#rooms = new RoomTalk({ ...options, speaker: this.#speaker })
    for (const member of options.members) {
      member.phone.on('executed', ({ command }, { outcome }) => {
        if (outcome === 'succeeded' && command?.kind === 'sendMessage') this.#onAgentSent(member, command)
        if (outcome === 'succeeded' && command?.kind === 'acceptFriend') this.#onAccepted(member, command)
      })
    }
  }

  start(): void {
    this.#next()
    this.#every(reportEveryMs, () => this.#report())
    this.#every(newcomerEveryMs, () => this.#meet())
    this.#every(misuseEveryMs, () => misuse(this.#options.dice.pick(this.#options.members), this.#options.dice))
  }

  /** Somebody begins to talk right now. */
  stir(member: Member = this.#options.dice.pick(this.#options.members)): void {
    const { dice } = this.#options
    if (dice.chance(0.18)) return this.#rooms.begin(member)
    const friend = this.#rememberedFriend(member)
    const talk = this.#talk(member, friend.wxid)
    this.#say(talk, talk.customer.opens())
  }

  #next(): void {
    // One opening is about one and a half messages.
    const pauseMs = this.#options.dice.around((60_000 * 1.5) / this.perMinute, 0.5)
    this.#options.timers.after(pauseMs, () => {
      if (this.perMinute > 0) this.stir()
      this.#next()
    })
  }

  #onAgentSent(member: Member, { peer, type, text }: Extract<PhoneCommand, { kind: 'sendMessage' }>): void {
    if (isChatroom(peer)) return this.#rooms.onAgentSent(member, peer)
    const talk = this.#talk(member, peer)
    talk.waiting = 0
    this.#say(talk, talk.customer.answers({ type, text }))
  }

  /** One after the other; a new answer of the agent doesn't interrupt who is typing. */
  #say(talk: Talk, utterances: readonly Utterance[]): void {
    if (utterances.length === 0) return
    talk.busy = talk.busy.then(async () => {
      for (const utterance of utterances) {
        await this.#options.timers.pause(utterance.afterMs)
        await this.#speaker.say({ member: talk.member, peer: talk.peer, utterance })
      }
      this.#mind(talk)
    }).catch((error: unknown) => this.#options.onTrouble(String(error)))
  }

  /** Nobody answers at the console: mostly somebody takes the phone after a few minutes. */
  #mind(talk: Talk): void {
    const { dice, timers } = this.#options
    const round = ++talk.waiting
    timers.after(dice.around(200_000, 0.5), () => {
      if (talk.waiting !== round || !dice.chance(0.55)) return
      talk.waiting = 0
      const { text, kind } = readChoice(dice.pick(onThePhone))
      this.#speaker.type({ member: talk.member, peer: talk.peer, content: { kind, text } })
      if (dice.chance(0.5)) this.#say(talk, talk.customer.answers({ type: 'text', text }))
    })
  }

  /** People come back to talks of the last minutes more than to others. */
  #rememberedFriend(member: Member): FriendProfile {
    const { dice } = this.#options
    const { friends } = member.account
    const recent = friends.filter(({ wxid }) => this.#talks.has(keyOf(member, wxid)))
    return recent.length > 0 && dice.chance(0.3) ? dice.pick(recent) : dice.pick(friends)
  }

  #talk(member: Member, peer: PeerId): Talk {
    const key = keyOf(member, peer)
    const known = this.#talks.get(key)
    if (known !== undefined) return known
    const friend = member.account.friends.find(({ wxid }) => wxid === peer)
    const name = (friend?.remark || friend?.nickname || '').split('-')[0]
    const customer = new Customer({ dice: this.#options.dice, trade: member.account.trade, name })
    const talk: Talk = { member, peer, customer, busy: Promise.resolve(), waiting: 0 }
    this.#talks.set(key, talk)
    if (this.#talks.size > talksMax) this.#talks.delete(this.#talks.keys().next().value as string)
    return talk
  }

  /** A request to become friends, and sometimes its acceptance on the phone. */
  #meet(): void {
    const { dice, timers } = this.#options
    const member = dice.pick(this.#options.members)
    const { account, phone } = member
    const friend = newFriend({ dice, trade: account.trade, addedAtMs: phone.nowMs(), avatar: '' })
    const request = this.#speaker.asksToBeFriends(member, friend)
    this.#asked.set(request, friend)
    if (this.#asked.size > talksMax) this.#asked.delete(this.#asked.keys().next().value as TaskId)
    if (!dice.chance(0.3)) return
    timers.after(dice.around(90_000), () => {
      if (phone.accept(account.account, request) !== null) this.#greet(member, friend)
    })
  }

  #onAccepted(member: Member, { request }: Extract<PhoneCommand, { kind: 'acceptFriend' }>): void {
    const friend = this.#asked.get(request)
    if (friend !== undefined) this.#greet(member, friend)
    this.#asked.delete(request)
  }

  #greet(member: Member, friend: FriendProfile): void {
    member.account.friends.push(friend)
    this.#speaker.becomesFriend(member, friend)
    const talk = this.#talk(member, friend.wxid)
    this.#say(talk, talk.customer.opens())
  }

  #report(): void {
    const { members, dice } = this.#options
    const { phone } = dice.pick(members)
    phone.say('deviceReported', { status: {
      batteryPercent: dice.integer(15, 100), charging: dice.chance(0.4),
      network: dice.pick(['WIFI', '5G', '4G']),
      storageFreeMb: dice.integer(8_000, 90_000), latitudeE6: 30_274_000 + dice.integer(-40_000, 40_000),
      longitudeE6: 120_155_000 + dice.integer(-60_000, 60_000),
    } })
  }

  #every(ms: number, work: () => void): void {
    this.#options.timers.after(this.#options.dice.around(ms, 0.3), () => {
      work()
      this.#every(ms, work)
    })
  }
}

interface Talk {
  member: Member
  peer: PeerId
  customer: Customer
  /** The customer types one thing after the other. */
  busy: Promise<void>
  /** Rounds since the last answer of ours; 0: answered. */
  waiting: number
}

function keyOf({ number }: Member, peer: PeerId): string {
  return `${number} ${peer}`
}

const onThePhone = [
  '您好，刚才在忙，现在看到', '好的，我看一下', '收到，稍后回复您', '在的，您说', '不好意思久等了~', '可以的', '好的没问题', '[voice 4]', '嗯嗯，已经安排了',
  '我在外面，晚点给您细说',
]
/** Beyond it the oldest is forgotten and would begin anew. */
const talksMax = 2_000
const reportEveryMs = 30_000
const newcomerEveryMs = 240_000
const misuseEveryMs = 300_000

import type { AccountId, DeviceId, PeerId } from '../../../protocol/ids.ts'
import type {
  AccountProfile, ChatroomMember, ChatroomProfile, FriendProfile,
} from '../../../protocol/kinds.ts'
import { newAlias, newFriend, newNickname, newPersonName, newWxid } from '../chatter/people.ts'
import type { Trade } from '../chatter/script.ts'
import { Dice } from '../dice.ts'
import { type DemoPhone, phones } from './company.ts'
import type { MediaPool } from './media-pool.ts'
import { localMidnight, officeMoment } from './office-hours.ts'
import { roomNames } from './room-names.ts'
import { demoDeviceId } from './secret.ts'

/** One phone of the demo with the account on it and everybody that account knows. */
export interface DemoAccount extends DemoPhone {
  index: number
  device: DeviceId
  account: AccountId
  profile: AccountProfile
  friends: FriendProfile[]
  chatrooms: ChatroomProfile[]
}

export interface WorldOptions {
  seed: number
  nowMs: number
  avatars: MediaPool['avatars']
}

/**
 * The same seed and time give the same people, so that the simulation knows whom the history was written
 * with.
 */
export function newWorld({ seed, nowMs, avatars }: WorldOptions): DemoAccount[] {
  const shares = shareFriends(new Dice(`shares ${seed}`))
  return phones.map((phone, index) => {
    const dice = new Dice(`account ${seed} ${index}`)
    const profile = newAccountProfile({ dice, phone, avatar: dice.pick(avatars) })
    const friends = Array.from({ length: shares[index] ?? 0 }, () => newFriend({
      dice, trade: phone.trade, addedAtMs: addedAt(dice, nowMs),
      avatar: dice.chance(0.9) ? dice.pick(avatars) : '',
    }))
    const chatrooms = newRooms({
      dice, trade: phone.trade, profile, friends, avatars, count: index % 2 === 0 ? 2 : 1,
    })
    return {
      ...phone, index, device: demoDeviceId(seed, index), account: profile.wxid, profile, friends, chatrooms,
    }
  })
}

function newAccountProfile(
  { dice, phone, avatar }: { dice: Dice; phone: DemoPhone; avatar: string },
): AccountProfile {
  return {
    wxid: newWxid(dice) as string as AccountId, nickname: phone.nickname, alias: newAlias(dice), avatar,
    phone: `1${dice.pick(['38', '59', '77', '86'])}${dice.digits(8)}`, wechatVersion: '8.0.49',
  }
}

/** 2,000 in all: the administrator's phones have more, so that the first sign-in has something to scroll. */
function shareFriends(dice: Dice): number[] {
  const weights = phones.map(({ keeper }) => (keeper === 'admin' ? 1.4 : 0.75) * dice.between(0.8, 1.2))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const shares = weights.map((weight) => Math.floor((friendsTotal * weight) / sum))
  shares[0] = (shares[0] ?? 0) + friendsTotal - shares.reduce((total, share) => total + share, 0)
  return shares
}

/** Most have been there for long; one of eight came within the month of the history. */
function addedAt(dice: Dice, nowMs: number): number {
  const days = dice.chance(0.125) ? dice.integer(1, 29) : Math.min(1_500, Math.round(dice.around(260, 0.7)) + 30)
  return Math.round(officeMoment(dice, localMidnight(nowMs, days)))
}

function newRooms({ dice, trade, profile, friends, avatars, count }: {
  dice: Dice; trade: Trade; profile: AccountProfile; friends: FriendProfile[]; avatars: readonly string[]
  count: number
}): ChatroomProfile[] {
  return dice.some(roomNames[trade], count).map((name) => {
    const known = dice.some(friends, dice.integer(6, 24)).map(
      (friend) => newMember(dice, friend, profile.wxid),
    )
    const strangers = Array.from({ length: dice.integer(2, 40) }, () => newStranger(dice, profile.wxid))
    const self: ChatroomMember = {
      wxid: asPeer(profile.wxid), nickname: profile.nickname ?? '', isAdmin: true,
    }
    return {
      chatroom: `${dice.digits(11)}@chatroom` as PeerId, name, owner: self.wxid, avatar: dice.pick(avatars),
      remark: '',
      notice: dice.chance(0.6) ? `欢迎加入${name}，禁止广告，有事@群主~` : '', state: 'active',
      members: [self, ...known, ...strangers],
    }
  })
}

function newMember(dice: Dice, { wxid, nickname }: FriendProfile, inviter: string): ChatroomMember {
  const displayName = dice.chance(0.3) ? newPersonName(dice).full : ''
  return { wxid, nickname: nickname ?? '', displayName, inviter: asPeer(inviter), isAdmin: false }
}

function newStranger(dice: Dice, inviter: string): ChatroomMember {
  return newMember(dice, { wxid: newWxid(dice), nickname: newNickname(dice, newPersonName(dice)) }, inviter)
}

function asPeer(id: string): PeerId {
  return id as PeerId
}

const friendsTotal = 2_000

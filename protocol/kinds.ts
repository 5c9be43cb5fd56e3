import { type Field, boolean, integer, listOf, oneOf, optional, record, text, timestampMs } from './fields.ts'
import { accountId, peerId } from './ids.ts'
import { limits } from './limits.ts'

/** Message kinds of DOMAIN.md. An unknown one is stored and shown as 不支持的消息, never dropped. */
export const messageTypes = [
  'text', 'picture', 'voice', 'video', 'file', 'link', 'card', 'location', 'miniProgram', 'emoji',
  'redPacket', 'transfer', 'quote', 'mergedHistory', 'videoChannel', 'pat', 'roomNotice', 'audioCall',
  'videoCall', 'system', 'recall', 'unknown',
] as const
export type MessageType = (typeof messageTypes)[number]
export const messageType = (): Field<MessageType> => oneOf(...messageTypes)

/** Why the hub sent by itself: to a new friend (AUTO-2), or because of a keyword (AUTO-4). */
export const automaticOrigins = ['greeting', 'keyword'] as const
export type AutomaticOrigin = (typeof automaticOrigins)[number]
export const automaticOrigin = (): Field<AutomaticOrigin> => oneOf(...automaticOrigins)

export const name = () => text({ bytesMax: limits.nameBytesMax })
export const reason = () => text({ bytesMax: limits.nameBytesMax })

/** `in`: the customer wrote; `out`: a person wrote on the phone itself. */
export const direction = () => oneOf('in', 'out')
export type Direction = 'in' | 'out'

export const friendLabels = () => listOf(name(), { max: 50 })

/**
 * A friend of one account (DOMAIN.md, Contacts). Gender: 0 unknown, 1 male, 2 female. Avatar: a media id or
 * an https address.
 */
export const friendProfile = () => record('friend', {
  wxid: peerId(), alias: name(), nickname: name(), remark: name(), gender: integer({ min: 0, max: 2 }),
  country: name(), province: name(), city: name(), signature: name(), avatar: name(),
  labels: friendLabels(), phones: listOf(name(), { max: 10 }),
  source: integer({ min: 0, max: 2 ** 31 - 1 }), addedAtMs: timestampMs(),
  deleted: boolean(), blocked: boolean(),
}, { required: ['wxid'], bytesMax: limits.profileBytesMax })
export type FriendProfile = NonNullable<ReturnType<typeof friendProfile>['value']>

export const chatroomMember = () => record('member', {
  wxid: peerId(), nickname: name(), displayName: name(), inviter: peerId(), isAdmin: boolean(),
}, { required: ['wxid'], bytesMax: limits.profileBytesMax })
export type ChatroomMember = NonNullable<ReturnType<typeof chatroomMember>['value']>

export const chatroomProfile = () => record('chatroom', {
  chatroom: peerId(), name: name(), owner: peerId(), notice: text({ bytesMax: 4096 }),
  avatar: name(), remark: name(), state: oneOf('active', 'left', 'dismissed'),
  members: listOf(chatroomMember(), { max: limits.chatroomMembersMax }),
}, { required: ['chatroom'], bytesMax: limits.frameBytesMax / 2 })
export type ChatroomProfile = NonNullable<ReturnType<typeof chatroomProfile>['value']>

export const accountProfile = () => record('account', {
  wxid: accountId(), nickname: name(), alias: name(), avatar: name(), phone: name(), wechatVersion: name(),
}, { required: ['wxid'], bytesMax: limits.profileBytesMax })
export type AccountProfile = NonNullable<ReturnType<typeof accountProfile>['value']>

/** What a phone says of itself in its hello. Coordinates are WGS-84, in millionths of a degree. */
export const deviceInfo = () => record('device', {
  brand: name(), model: name(), os: name(), client: name(), imei: name(), root: boolean(), xposed: boolean(),
}, { bytesMax: limits.profileBytesMax })
export type DeviceInfo = NonNullable<ReturnType<typeof deviceInfo>['value']>

export const deviceStatus = () => record('status', {
  batteryPercent: integer({ min: 0, max: 100 }), charging: boolean(), network: name(),
  storageFreeMb: integer({ min: 0, max: 2 ** 31 }),
  latitudeE6: integer({ min: -90_000_000, max: 90_000_000 }),
  longitudeE6: integer({ min: -180_000_000, max: 180_000_000 }),
}, { bytesMax: limits.profileBytesMax })
export type DeviceStatus = NonNullable<ReturnType<typeof deviceStatus>['value']>

/** A line of a phone's own address book. */
export const phoneContact = () => record('contact', {
  name: text({ bytesMin: 1, bytesMax: 128 }), number: text({ bytesMin: 1, bytesMax: 32 }),
}, { required: ['name', 'number'], bytesMax: 256 })
export type PhoneContact = NonNullable<ReturnType<typeof phoneContact>['value']>

export const optionalName = () => optional(name())

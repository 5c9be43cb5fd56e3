import { type Field, integer, pattern } from './fields.ts'
import { limits } from './limits.ts'

/**
 * Ids are branded strings, so that a device id is never passed for an account. A bare cast happens only at
 * the edge.
 */
declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

/** The hub's name of a phone, given at enrolment: `d` and 16 letters. */
export type DeviceId = Id<'device'>
/** A wxid of ours: the account that is logged in on a phone. */
export type AccountId = Id<'account'>
/** A friend's wxid or a chatroom's id. */
export type PeerId = Id<'peer'>
/** A user of the console, `u` and a number. */
export type UserId = Id<'user'>
/** One page load of a console. Random, chosen by the console. */
export type TabId = Id<'tab'>
/** One installation of the phone software. Random, chosen by the phone; a new one after a restored backup. */
export type InstallId = Id<'install'>
/** One life of a hub process; also its journal subject. */
export type RunId = Id<'run'>
/** Who numbers events: `p/<device>/<install>`, `t/<user>/<tab>`, `h/<run>`, `o`. */
export type SourceId = Id<'source'>
/** A command to a phone. Unique for ever. */
export type TaskId = Id<'task'>
/** A department, a device group: numbers, as texts. */
export type DepartmentId = Id<'department'>
export type DeviceGroupId = Id<'deviceGroup'>
/** A group of accounts, friends or chatrooms. */
export type ContactGroupId = Id<'contactGroup'>
/** A rule of assignment. */
export type RuleId = Id<'rule'>
export type AutoReplyRuleId = Id<'autoReplyRule'>
export type QuickReplyId = Id<'quickReply'>
export type MaterialId = Id<'material'>
/** A question about every friend (EXT). */
export type ExtensionFieldId = Id<'extensionField'>
/** A manager's notice to seats. */
export type NoticeId = Id<'notice'>
export type JobId = Id<'job'>
export type SensitiveWordId = Id<'sensitiveWord'>
/** sha-256 of the content, 64 lower case hex digits. */
export type MediaId = Id<'media'>
/** WeChat's 64-bit id of a message, in decimal: never a number in our code. */
export type MsgSvrId = Id<'msgSvr'>
/** stream sequence × 2^16 + index in the record: the one total order. */
export type Position = number

const printable = /^[\x21-\x7e]+$/
const word = /^[A-Za-z0-9_-]+$/
/** 15 digits: a safe integer. */
const number = /^[1-9][0-9]{0,14}$/

export const deviceId = (): Field<DeviceId> => pattern('device id', word, 64)
export const accountId = (): Field<AccountId> => pattern('wxid', printable, limits.idBytesMax)
export const peerId = (): Field<PeerId> => pattern('wxid or chatroom id', printable, limits.idBytesMax)
export const userId = (): Field<UserId> => pattern('user id', word, 64)
export const departmentId = (): Field<DepartmentId> => pattern('department id', number, 15)
export const deviceGroupId = (): Field<DeviceGroupId> => pattern('device group id', number, 15)
export const autoReplyRuleId = (): Field<AutoReplyRuleId> => pattern('rule id', number, 15)
export const contactGroupId = (): Field<ContactGroupId> => pattern('group id', number, 15)
export const ruleId = (): Field<RuleId> => pattern('rule id', number, 15)
export const quickReplyId = (): Field<QuickReplyId> => pattern('quick reply id', number, 15)
export const materialId = (): Field<MaterialId> => pattern('material id', number, 15)
export const sensitiveWordId = (): Field<SensitiveWordId> => pattern('sensitive word id', number, 15)
export const extensionFieldId = (): Field<ExtensionFieldId> => pattern('extension field id', number, 15)
export const noticeId = (): Field<NoticeId> => pattern('notice id', number, 15)
export const jobId = (): Field<JobId> => pattern('job id', word, 64)
export const tabId = (): Field<TabId> => pattern('tab id', word, 64)
export const installId = (): Field<InstallId> => pattern('install id', word, 64)
export const runId = (): Field<RunId> => pattern('run id', word, 64)
export const sourceId = (): Field<SourceId> => pattern('source', printable, 2 * limits.idBytesMax)
export const taskId = (): Field<TaskId> => pattern('task id', printable, limits.idBytesMax)
export const mediaId = (): Field<MediaId> => pattern('media id', /^[0-9a-f]{64}$/, 64)
export const msgSvrId = (): Field<MsgSvrId> => pattern('msgSvrId', /^[0-9]+$/, 20)
export const sequence = (): Field<number> => integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
export const position = (): Field<Position> => integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

export const recordEventsMax = 65_536

export function positionOf(streamSequence: number, index: number): Position {
  return streamSequence * recordEventsMax + index
}

export function streamSequenceOf(at: Position): number {
  return Math.floor(at / recordEventsMax)
}

export const phoneSource = (device: DeviceId, install: InstallId) => `p/${device}/${install}` as SourceId
export const tabSource = (user: UserId, tab: TabId) => `t/${user}/${tab}` as SourceId
export const hubSource = (run: RunId) => `h/${run}` as SourceId
export const outboxSource = 'o' as SourceId

/** DOMAIN: never test "is a person" by a prefix; a suffix tells the other kinds. */
export function isChatroom(peer: PeerId): boolean {
  return peer.endsWith('@chatroom') || peer.endsWith('@im.chatroom')
}

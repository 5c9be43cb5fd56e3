import { pack, unpackForeign } from './codec.ts'
import {
  type FieldSet, boolean, bytes, integer, listOf, oneOf, optional, pattern, text, timestampMs,
} from './fields.ts'
import { mediaId, msgSvrId, peerId, taskId } from './ids.ts'
import { friendLabels, messageType, optionalName, phoneContact, reason } from './kinds.ts'
import { limits } from './limits.ts'
import { type ReadOf, type Shape, shape } from './message.ts'
import { switchNames } from './switches.ts'

/**
 * Commands to a phone. Their arguments travel as the `args` bytes of `command`: a msgpack array `[code,
 * ...fields]`.
 */
export const sendMessage = shape({
  code: 1, name: 'sendMessage', about: 'Send this to a peer. The result names the message’s msgSvrId.',
  fields: {
    peer: peerId(), type: messageType(),
    text: text({ bytesMax: limits.textBytesMax }), media: optional(mediaId()),
    body: bytes({ bytesMax: limits.bodyBytesMax }),
  },
})

export const recallMessage = shape({
  code: 2, name: 'recallMessage',
  about: 'Take back one of our messages.',
  fields: { peer: peerId(), msgSvrId: msgSvrId() },
})

export const requestMedia = shape({
  code: 3, name: 'requestMedia', about: 'Upload the original of a message’s medium, then say mediaArrived.',
  fields: { peer: peerId(), msgSvrId: msgSvrId() },
})

export const listContacts = shape({
  code: 4, name: 'listContacts',
  about: 'Send complete friend and chatroom snapshots of the account.',
  fields: { reason: reason() },
})

export const packageName = () => pattern('package name', /^[A-Za-z][\w]*(\.[A-Za-z][\w]*)+$/, 256)
const maskingPattern = () => optional(text({ bytesMax: limits.patternBytesMax }))

export const configure = shape({
  code: 5, name: 'configure',
  about: 'Everything an administrator has set for this phone, whole. A version not above the last one applied is done.',
  fields: {
    version: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    /** Those that are on; all others are off. */
    switches: listOf(oneOf(...switchNames), { max: switchNames.length }),
    /** Empty: all are shown. */
    visibleApps: listOf(packageName(), { max: limits.visibleAppsMax }),
    /** All functions of the work phone are off. */
    freeMode: boolean(),
    fullRoomPictures: boolean(), fullFriendPictures: boolean(),
    /** Regular expressions; what matches is shown as * in all apps, in WeChat. Nil: nothing. */
    maskApps: maskingPattern(), maskWechat: maskingPattern(),
  },
})

export const wipe = shape({
  code: 6, name: 'wipe', about: 'Clear WeChat’s chat records and log every account out.', fields: {},
})

export const importContacts = shape({
  code: 7, name: 'importContacts', about: 'Put these into the phone’s address book, after clearing it if asked.',
  fields: { clear: boolean(), contacts: listOf(phoneContact(), { max: limits.importContactsMax }) },
})

export const syncChats = shape({
  code: 8, name: 'syncChats',
  about: 'Tell all messages of this time again, as messageSynced; say taskProgressed meanwhile.',
  fields: { fromMs: timestampMs(), toMs: timestampMs() },
})

export const checkUpdate = shape({
  code: 9, name: 'checkUpdate', about: 'Look for a newer work phone software; download, install, restart.', fields: {},
})

export const installApp = shape({
  code: 10, name: 'installApp', about: 'Download and install an app.',
  fields: { url: pattern('https or http address', /^https?:\/\/[\x21-\x7e]+$/, 2048) },
})

export const acceptFriend = shape({
  code: 11, name: 'acceptFriend',
  about: 'Accept this friend request, then say friendChanged; an accepted one is done.',
  fields: { request: taskId(), remark: optionalName() },
})

export const changeFriend = shape({
  code: 12, name: 'changeFriend',
  about: 'Change a friend’s remark, its labels, or both, then say friendChanged. Nil stays as it is.',
  fields: { peer: peerId(), remark: optionalName(), labels: optional(friendLabels()) },
})

const commands = [
  sendMessage, recallMessage, requestMedia, listContacts, configure, wipe, importContacts, syncChats, checkUpdate,
  installApp, acceptFriend, changeFriend,
] as const
export type PhoneCommand = { [I in keyof typeof commands]: ReadOf<(typeof commands)[I]> }[number]

const byName = new Map<string, Shape<string, FieldSet>>(
  commands.map((one) => [one.name, one as Shape<string, FieldSet>]),
)

export const commandShapes = commands

export function packCommand(value: PhoneCommand): Uint8Array {
  return pack((byName.get(value.kind) as Shape<string, FieldSet>).write(value))
}

/**
 * Null where the command is unknown to this software or its arguments don't fit. Used by simulated phones and
 * tests.
 */
export function readCommand(name: string, args: Uint8Array): PhoneCommand | null {
  const known = byName.get(name)
  if (known === undefined) return null
  const unpacked = unpackForeign(args, { depthMax: limits.frameDepthMax })
  const values = unpacked.fault === null ? unpacked.value : null
  if (!Array.isArray(values) || values[0] !== known.code || known.check(values, 1) !== null) return null
  return known.read(values, 1) as PhoneCommand
}

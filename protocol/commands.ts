import { pack, unpackForeign } from './codec.ts'
import { type FieldSet, bytes, optional, text } from './fields.ts'
import { mediaId, msgSvrId, peerId } from './ids.ts'
import { messageType, reason } from './kinds.ts'
import { limits } from './limits.ts'
import { type ReadOf, type Shape, shape } from './message.ts'

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

const commands = [sendMessage, recallMessage, requestMedia, listContacts] as const
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

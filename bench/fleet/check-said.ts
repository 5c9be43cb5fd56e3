import { readBody } from '../../protocol/bodies.ts'
import type { PhoneCommand } from '../../protocol/commands.ts'
import { isChatroom } from '../../protocol/ids.ts'
import type { ChatroomMember, ChatroomProfile } from '../../protocol/kinds.ts'
import { type TaskOutcome, failed } from './task-outcome.ts'

type Sending = Extract<PhoneCommand, { kind: 'sendMessage' }>

/** Null, or why WeChat can't say it so: a reply to nothing, an @ of somebody who isn't there or isn't named. */
export function faultOfSaid(
  { type, text, body, peer }: Sending, chatrooms: readonly ChatroomProfile[],
): TaskOutcome | null {
  if (type !== 'text' && type !== 'quote') return null
  if (type === 'quote' && !readBody('quote', body).msgSvrId) return failed('badArguments', 'a reply to nothing')
  const { mentions = [] } = readBody(type, body)
  if (mentions.length === 0) return null
  if (!isChatroom(peer)) return failed('badArguments', 'an @ outside of a chatroom')
  const members = chatrooms.find(({ chatroom }) => chatroom === peer)?.members
  for (const wxid of mentions) {
    const fault = faultOfMention(wxid, text, members ?? null)
    if (fault !== null) return fault
  }
  return null
}

/** `members` null: the phone hasn't looked who is in the room. */
function faultOfMention(wxid: string, text: string, members: readonly ChatroomMember[] | null): TaskOutcome | null {
  const member = members?.find((one) => one.wxid === wxid)
  const everybody = wxid === 'notify@all'
  if (members !== null && member === undefined && !everybody) {
    return failed('notFound', 'who is mentioned is not in the chatroom')
  }
  const name = everybody ? '所有人' : member?.displayName || member?.nickname || wxid
  return text.includes(`@${name}`) ? null : failed('badArguments', `the text does not name who is mentioned: ${wxid}`)
}

import type { AccountId, PeerId, Position } from '../../protocol/ids.ts'
import type { ChatroomMember, ChatroomProfile, FriendProfile } from '../../protocol/kinds.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export interface PeerRow {
  friend: FriendProfile | null
  chatroom: ChatroomProfile | null
  position: Position
}

export interface Peer { account: AccountId, peer: PeerId }

/** What is known of a friend or a chatroom, members included. */
export async function readPeer(queries: Queries, { account, peer }: Peer): Promise<PeerRow> {
  const { rows } = await queries.query<Row>(selectPeer, [account, peer])
  const row = rows[0]
  if (row === undefined) return { friend: null, chatroom: null, position: 0 }
  return {
    position: row.readAt,
    friend: row.profile === null ? null : { ...row.profile, wxid: peer, deleted: row.removed === true },
    chatroom: row.state === null ? null : await readChatroom(queries, { row, account, peer }),
  }
}

async function readChatroom(
  queries: Queries, { row, account, peer }: Peer & { row: Row },
): Promise<ChatroomProfile> {
  const { rows } = await queries.query<ChatroomMember>(selectMembers, [account, peer])
  const { name, owner, notice, avatar, remark, state } = row
  return {
    chatroom: peer, name, owner: owner === '' ? null : owner, notice, avatar, remark, state, members: rows,
  }
}

interface Row {
  readAt: number
  profile: FriendProfile | null
  removed: boolean | null
  name: string | null
  owner: PeerId | '' | null
  notice: string | null
  avatar: string | null
  remark: string | null
  state: 'active' | 'left' | 'dismissed' | null
}

const selectPeer = statement('peer_one', `
  select p.position as "readAt", f.profile, f.removed, r.name, r.owner, r.notice, r.avatar, r.remark, r.state
  from projector p
  left join friend f on f.account = $1 and f.peer = $2
  left join chatroom r on r.account = $1 and r.peer = $2`)

const selectMembers = statement('peer_members', `
  select wxid, nickname, display_name as "displayName", nullif(inviter, '') as inviter, is_admin as "isAdmin"
  from chatroom_member where account = $1 and chatroom = $2 order by is_admin desc, wxid`)

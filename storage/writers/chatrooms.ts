import type { AccountId, PeerId, Position } from '../../protocol/ids.ts'
import type { ChatroomMember, ChatroomProfile } from '../../protocol/kinds.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'
import type { ToldSnapshot } from './friends.ts'

export interface ChatroomChange {
  account: AccountId
  peer: PeerId
  /** Keys that are left out stay; members come whole. */
  profile: Partial<ChatroomProfile>
  /** The snapshot that named it; '' where none did. */
  snapshot: string
  changedAt: Position
}

export async function writeChatrooms(inside: Queries, changes: readonly ChatroomChange[]): Promise<void> {
  if (changes.length === 0) return
  await inside.query(upsert, columns(changes,
    (one) => one.account, (one) => one.peer, (one) => one.profile.name, (one) => one.profile.owner,
    (one) => one.profile.notice, (one) => one.profile.avatar, (one) => one.profile.remark,
    (one) => one.profile.state, (one) => one.snapshot, (one) => one.changedAt))
  await writeMembers(inside, changes.filter(({ profile }) => Array.isArray(profile.members)))
}

export interface ChatroomEnd { account: AccountId, peer: PeerId, state: 'left' | 'dismissed', changedAt: Position }

/** Unknown chatrooms stay unknown. */
export async function leaveChatrooms(inside: Queries, ends: readonly ChatroomEnd[]): Promise<void> {
  if (ends.length === 0) return
  await inside.query(leave, columns(ends,
    (one) => one.account, (one) => one.peer, (one) => one.state, (one) => one.changedAt))
}

/** A chatroom that the list didn't name, and that didn't change since it began, was left. */
export async function leaveUnnamedChatrooms(
  inside: Queries, { account, snapshot, startedAt, endedAt }: ToldSnapshot,
): Promise<void> {
  await inside.query(leaveUnnamed, [account, snapshot, startedAt, endedAt])
}

async function writeMembers(inside: Queries, changes: readonly ChatroomChange[]): Promise<void> {
  if (changes.length === 0) return
  await inside.query(dropMembers, columns(changes, (one) => one.account, (one) => one.peer))
  const members = changes.flatMap(({ account, peer, profile }) => {
    const byWxid = new Map<PeerId, ChatroomMember>()
    for (const member of profile.members ?? []) byWxid.set(member.wxid, member)
    return [...byWxid.values()].map((member) => ({ account, peer, member }))
  })
  if (members.length === 0) return
  await inside.query(insertMembers, columns(members,
    (one) => one.account, (one) => one.peer, ({ member }) => member.wxid, ({ member }) => member.nickname ?? '',
    ({ member }) => member.displayName ?? '', ({ member }) => member.inviter ?? '',
    ({ member }) => member.isAdmin ?? false))
}

const upsert = statement('project_chatrooms', `
  with told as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::int8[]) as n (account, peer, name, owner, notice, avatar, remark, state,
      snapshot, changed_at)),
  renamed as (
    insert into contact_unindexed
    select n.account, n.peer from told n left join chatroom c on c.account = n.account and c.peer = n.peer
    where c.account is null
      or (coalesce(n.name, c.name), coalesce(n.remark, c.remark)) is distinct from (c.name, c.remark)
    on conflict do nothing)
  insert into chatroom (account, peer, name, owner, notice, avatar, remark, state, snapshot, changed_at)
  select n.account, n.peer, coalesce(n.name, c.name, ''), coalesce(n.owner, c.owner, ''),
    coalesce(n.notice, c.notice, ''), coalesce(n.avatar, c.avatar, ''), coalesce(n.remark, c.remark, ''),
    coalesce(n.state, c.state, 'active'), coalesce(nullif(n.snapshot, ''), c.snapshot, ''), n.changed_at
  from told n left join lateral (
    select * from chatroom where account = n.account and peer = n.peer limit 1) c on true
  on conflict (account, peer) do update set name = excluded.name, owner = excluded.owner, notice = excluded.notice,
    avatar = excluded.avatar, remark = excluded.remark, state = excluded.state, snapshot = excluded.snapshot,
    changed_at = excluded.changed_at`)

const leave = statement('leave_chatrooms', `
  update chatroom c set state = n.state, changed_at = n.changed_at
  from unnest($1::text[], $2::text[], $3::text[], $4::int8[]) as n (account, peer, state, changed_at)
  where c.account = n.account and c.peer = n.peer`)

const leaveUnnamed = statement('leave_unnamed_chatrooms', `
  update chatroom set state = 'left', changed_at = $4
  where account = $1 and snapshot <> $2 and changed_at < $3 and state = 'active'`)

const dropMembers = statement('drop_chatroom_members', `
  delete from chatroom_member m using unnest($1::text[], $2::text[]) as n (account, chatroom)
  where m.account = n.account and m.chatroom = n.chatroom`)

const insertMembers = statement('insert_chatroom_members', `
  insert into chatroom_member (account, chatroom, wxid, nickname, display_name, inviter, is_admin)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bool[])`)

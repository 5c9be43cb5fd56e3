import type { AccountId, PeerId, Position } from '../../protocol/ids.ts'
import type { FriendProfile } from '../../protocol/kinds.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

export interface FriendChange {
  account: AccountId
  peer: PeerId
  /** Merged key by key into what is stored. */
  profile: FriendProfile
  removed: boolean
  /** The snapshot that named it; '' where none did. */
  snapshot: string
  changedAt: Position
}

export async function writeFriends(inside: Queries, changes: readonly FriendChange[]): Promise<void> {
  if (changes.length === 0) return
  await inside.query(upsert, columns(changes,
    (one) => one.account, (one) => one.peer, (one) => JSON.stringify(one.profile), (one) => one.profile.nickname,
    (one) => one.profile.remark, (one) => one.profile.alias, (one) => one.profile.gender,
    (one) => one.profile.addedAtMs, (one) => one.removed, (one) => one.snapshot, (one) => one.changedAt))
}

export interface FriendRemoval { account: AccountId, peer: PeerId, changedAt: Position }

/** Which of these are friends now. */
export async function readFriendsThere(
  inside: Queries, keys: readonly { account: AccountId, peer: PeerId }[],
): Promise<{ account: AccountId, peer: PeerId }[]> {
  if (keys.length === 0) return []
  const values = columns(keys, (one) => one.account, (one) => one.peer)
  const { rows } = await inside.query<{ account: AccountId, peer: PeerId }>(selectThere, values)
  return rows
}

/** Unknown friends stay unknown. */
export async function removeFriends(inside: Queries, removals: readonly FriendRemoval[]): Promise<void> {
  if (removals.length === 0) return
  const values = columns(removals, (one) => one.account, (one) => one.peer, (one) => one.changedAt)
  await inside.query(remove, values)
}

/** A whole list of contacts was told. */
export interface ToldSnapshot { account: AccountId, snapshot: string, startedAt: Position, endedAt: Position }

/** Whom the list didn't name, and who didn't change since it began, is no friend any more. */
export async function removeUnnamedFriends(
  inside: Queries, { account, snapshot, startedAt, endedAt }: ToldSnapshot,
): Promise<void> {
  await inside.query(removeUnnamed, [account, snapshot, startedAt, endedAt])
}

// All parts of the statement see the names as they were before it.
const upsert = statement('project_friends', `
  with told as (
    select * from unnest($1::text[], $2::text[], $3::jsonb[], $4::text[], $5::text[], $6::text[], $7::int2[],
      $8::int8[], $9::bool[], $10::text[], $11::int8[]) as n (account, peer, profile, nickname, remark, alias, gender,
      added_ms, removed, snapshot, changed_at)),
  renamed as (
    insert into contact_unindexed
    select n.account, n.peer from told n left join friend f on f.account = n.account and f.peer = n.peer
    where f.account is null or (coalesce(n.nickname, f.nickname), coalesce(n.remark, f.remark),
      coalesce(n.alias, f.alias)) is distinct from (f.nickname, f.remark, f.alias)
    on conflict do nothing)
  insert into friend as f (account, peer, profile, nickname, remark, alias, gender, added_ms, removed, snapshot,
    changed_at)
  select account, peer, profile, coalesce(nickname, ''), coalesce(remark, ''), coalesce(alias, ''),
    coalesce(gender, 0), added_ms, removed, snapshot, changed_at from told
  on conflict (account, peer) do update set profile = f.profile || excluded.profile,
    nickname = coalesce(excluded.profile ->> 'nickname', f.nickname),
    remark = coalesce(excluded.profile ->> 'remark', f.remark),
    alias = coalesce(excluded.profile ->> 'alias', f.alias),
    gender = case when excluded.profile ? 'gender' then excluded.gender else f.gender end,
    added_ms = coalesce(excluded.added_ms, f.added_ms), removed = excluded.removed,
    snapshot = coalesce(nullif(excluded.snapshot, ''), f.snapshot), changed_at = excluded.changed_at`)

const selectThere = statement('friends_there', `
  select f.account, f.peer from unnest($1::text[], $2::text[]) as n (account, peer) cross join lateral (
    select * from friend where account = n.account and peer = n.peer and not removed limit 1) f`)

const remove = statement('remove_friends', `
  update friend f set removed = true, changed_at = n.changed_at
  from unnest($1::text[], $2::text[], $3::int8[]) as n (account, peer, changed_at)
  where f.account = n.account and f.peer = n.peer`)

const removeUnnamed = statement('remove_unnamed_friends', `
  update friend set removed = true, changed_at = $4
  where account = $1 and snapshot <> $2 and changed_at < $3 and not removed`)

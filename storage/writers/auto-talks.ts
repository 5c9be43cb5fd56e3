import type { AccountId, PeerId, UserId } from '../../protocol/ids.ts'
import type { VariableValues } from '../../protocol/reply-variables.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'
import type { ConversationKey } from './conversations.ts'

/** What an automatic answer in a conversation depends on. */
export interface AutoTalk {
  account: AccountId
  peer: PeerId
  /** The peer is one of our own accounts. */
  isOurs: boolean
  seat: UserId | null
  /** Who serves it has rules reply for them. */
  autoReply: boolean
  beganMs: number
  used: number
  greetedMs: number
  /** What stands for the variables of its messages. */
  values: VariableValues
}

/** As the rows are at this point of the projector's transaction. */
export async function readAutoTalks(inside: Queries, talks: readonly ConversationKey[]): Promise<AutoTalk[]> {
  if (talks.length === 0) return []
  const { rows } = await inside.query<AutoTalk>(select, columns(talks, (talk) => talk.account, (talk) => talk.peer))
  return rows
}

export type SpentTalk = Pick<AutoTalk, 'account' | 'peer' | 'beganMs' | 'used' | 'greetedMs'> & { usedMs: number }

/** No conversation twice. */
export async function writeAutoTalks(inside: Queries, rows: readonly SpentTalk[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(upsert, columns(rows, (row) => row.account, (row) => row.peer, (row) => row.greetedMs,
    (row) => row.beganMs, (row) => row.used, (row) => row.usedMs))
}

export async function forgetAutoTalks(inside: Queries, usedBeforeMs: number): Promise<void> {
  await inside.query(forget, [usedBeforeMs])
}

/** Who are friends already, and who had asked to become one. */
export interface KnownPerson { account: AccountId; peer: PeerId; wasFriend: boolean; hadAsked: boolean }

export async function readKnownPeople(inside: Queries, people: readonly ConversationKey[]): Promise<KnownPerson[]> {
  if (people.length === 0) return []
  const values = columns(people, (one) => one.account, (one) => one.peer)
  const { rows } = await inside.query<KnownPerson>(selectPeople, values)
  return rows
}

const select = statement('auto_talks', `
  select n.account, n.peer, exists (select from account where id = n.peer) as "isOurs",
    u.id as seat, coalesce(m.auto_reply, false) as "autoReply",
    coalesce(t.began_ms, 0) as "beganMs", coalesce(t.used, 0) as used, coalesce(t.greeted_ms, 0) as "greetedMs",
    jsonb_build_object('客户昵称', f.nickname, '客户备注', f.remark, '我的姓名', u.real_name, '微信昵称', a.nickname) as values
  from unnest($1::text[], $2::text[]) as n (account, peer)
    left join account a on a.id = n.account left join device v on v.id = a.device
    left join assignment s on s.account = n.account and s.peer = n.peer
    left join app_user u on u.id = coalesce(s.seat, v.keeper) left join seat_mode m on m.app_user = u.id
    left join friend f on f.account = n.account and f.peer = n.peer
    left join auto_talk t on t.account = n.account and t.peer = n.peer`)

const upsert = statement('project_auto_talks', `
  insert into auto_talk (account, peer, greeted_ms, began_ms, used, used_ms)
  select * from unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::int4[], $6::int8[])
  on conflict (account, peer) do update set greeted_ms = excluded.greeted_ms, began_ms = excluded.began_ms,
    used = excluded.used, used_ms = excluded.used_ms`)

const forget = statement('auto_talk_forget', 'delete from auto_talk where used_ms < $1')

const selectPeople = statement('auto_known_people', `
  select n.account, n.peer,
    exists (select from friend f where f.account = n.account and f.peer = n.peer and not f.removed) as "wasFriend",
    exists (select from friend_request r where r.account = n.account and r.person = n.peer) as "hadAsked"
  from unnest($1::text[], $2::text[]) as n (account, peer)`)

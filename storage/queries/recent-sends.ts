import type { AccountId, MsgSvrId, PeerId, UserId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'

export interface RecentSendRow {
  account: AccountId
  peer: PeerId
  user: UserId
  msgSvrId: MsgSvrId
  /** When it was asked for, or sent by WeChat's clock, whichever is later. */
  sentMs: number
}

/** What consoles sent in the last minutes: who may take it back. */
export async function readRecentSends(queries: Queries): Promise<RecentSendRow[]> {
  const { rows } = await queries.query<RecentSendRow>(selectRecent)
  return rows
}

const selectRecent = statement('recent_sends', `
  select account, peer, app_user as "user", msg_svr_id as "msgSvrId",
    greatest(extract(epoch from at) * 1000, sent_ms)::float8 as "sentMs"
  from message
  where at > now() - interval '10 minutes' and task is not null and app_user is not null and msg_svr_id is not null
  order by at limit 10000`)

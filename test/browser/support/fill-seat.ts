import type { AccountId } from '../../../protocol/ids.ts'
import type { Pool } from '../../../storage/pool.ts'

interface Filled {
  account: AccountId
  conversations: number
  /** In all; those beyond the long thread's are spread evenly. */
  messages: number
  /** Of the newest conversation. */
  longThread: number
}

/** Friends 客户1 (the newest) and on, with conversations and threads, as the projector would have stored them. */
export async function fillSeat(pool: Pool, { account, conversations, messages, longThread }: Filled): Promise<void> {
  const each = Math.floor((messages - longThread) / conversations)
  await pool.query(`insert into friend (account, peer, nickname, remark, profile, changed_at)
    select $1, 'wxid_' || n, '客户' || n, '', jsonb_build_object('nickname', '客户' || n), 1
    from generate_series(1, $2::int) n`, [account, conversations])
  // Below every position of the journal, whose first record begins at 65,536.
  await pool.query(`insert into conversation (account, peer, unread, last_ms, last_text, last_type, last_direction,
      last_position, read_up_to, changed_at)
    select $1, 'wxid_' || n, 0, $3::int8 - n * 1000, '客户' || n || '说第 1 句', 'text', 'in', 60000 - n * 5, 60000, 60000
    from generate_series(1, $2::int) n`, [account, conversations, startMs()])
  await pool.query(threads, [account, 1, 1, longThread, startMs()])
  await pool.query(threads, [account, 2, conversations, each, startMs()])
}

/** Message m of conversation n lies n seconds and m half minutes back. */
const threads = `
  insert into message (at, position, account, peer, direction, type, text, body, sent_ms, state, changed_at)
  select to_timestamp((ms + n * 0.001) / 1000), 60001 - n * 5 - m, $1, 'wxid_' || n,
    case m % 3 when 2 then 'out' else 'in' end, 'text',
    '客户' || n || '说第 ' || m || ' 句' || repeat('，还有几个字', m % 9), '\\x80'::bytea, ms, 'received', 60000
  from generate_series($2::int, $3::int) n, generate_series(1, $4::int) m,
    lateral (select $5::int8 - n * 1000 - m::int8 * 30000 as ms) t`

/** A little before now, so that what comes live is newer. */
const startMs = (): number => Date.now() - 3_600_000

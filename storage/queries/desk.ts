import type { Position, UserId } from '../../protocol/ids.ts'
import type { DraftRow, PinRow } from '../../protocol/operations/desk.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

/** One statement, so that all of it is of one position. */
export async function readDeskRows(
  queries: Queries, user: UserId,
): Promise<{ pins: PinRow[], drafts: DraftRow[], position: Position }> {
  const { rows } = await queries.query<{ pins: PinRow[], drafts: DraftRow[], position: Position }>(select, [user])
  const { pins, drafts, position } = rows[0] ?? { pins: [], drafts: [], position: 0 }
  return { pins, drafts, position }
}

const select = statement('desk', `
  select p.position,
    (select coalesce(jsonb_agg(jsonb_build_object('account', account, 'peer', peer, 'position', position)
      order by position), '[]') from conversation_pin where app_user = $1) as pins,
    (select coalesce(jsonb_agg(jsonb_build_object('account', account, 'peer', peer, 'text', words, 'savedMs', saved_ms,
      'position', position) order by position), '[]') from draft where app_user = $1) as drafts
  from projector p`)

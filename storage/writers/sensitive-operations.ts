import type { AccountId, MediaId, PeerId, Position } from '../../protocol/ids.ts'
import type { Direction, MessageType } from '../../protocol/kinds.ts'
import type { SensitiveKind } from '../../protocol/sensitive-kinds.ts'
import type { Queries } from '../pool.ts'
import { servingJoins } from '../serving-sql.ts'
import { statement } from '../statement.ts'
import { columns } from './columns.ts'
import type { Place } from './messages.ts'
import type { Served } from './responses.ts'

export interface SensitiveOperationRow extends Omit<Served, 'account' | 'peer'> {
  atMs: number
  position: Position
  kind: SensitiveKind
  account: AccountId | null
  peer: PeerId | null
  /** Of messages. */
  direction: Direction | null
  type: MessageType | null
  /** Refused by the hub: it left nowhere. */
  blocked: boolean
  text: string
  words: readonly string[]
  media: MediaId | null
  occurredMs: number
}

/** Before the batch's assignments are written. Words hold no line breaks. */
export async function writeSensitiveOperations(
  inside: Queries, rows: readonly SensitiveOperationRow[],
): Promise<void> {
  if (rows.length === 0) return
  await inside.query(insert, columns(rows, (row) => row.account, (row) => row.peer, (row) => row.device,
    (row) => row.seat, (row) => row.settled, (row) => row.atMs, (row) => row.position, (row) => row.kind,
    (row) => row.direction, (row) => row.type, (row) => row.blocked, (row) => row.text,
    (row) => row.words.join('\n'), (row) => row.media, (row) => row.occurredMs))
}

/** Of messages that were no new ones: a phone had told what a console sent. */
export async function deleteSensitiveOperations(inside: Queries, places: readonly Place[]): Promise<void> {
  if (places.length > 0) await inside.query(remove, columns(places, (row) => row.journalMs, (row) => row.position))
}

const insert = statement('project_sensitive_operations', `
  insert into sensitive_operation (at, position, kind, account, peer, device, app_user, direction, type, blocked, text,
    words, media, occurred_ms)
  select to_timestamp(n.at_ms / 1000.0), n.position, n.kind, n.account, n.peer, coalesce(n.device, c.device),
    coalesce(n.seat, a.seat, v.keeper), n.direction, n.type, n.blocked, n.text,
    coalesce(string_to_array(nullif(n.words, ''), E'\\n'), '{}'), n.media, n.occurred_ms
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bool[], $6::int8[], $7::int8[], $8::text[],
    $9::text[], $10::text[], $11::bool[], $12::text[], $13::text[], $14::text[], $15::int8[])
    as n (account, peer, device, seat, settled, at_ms, position, kind, direction, type, blocked, text, words, media,
      occurred_ms)
  ${servingJoins}
  on conflict do nothing`)

const remove = statement('project_sensitive_removals', `
  delete from sensitive_operation s using unnest($1::float8[], $2::int8[]) as n (ms, position)
  where s.at = to_timestamp(n.ms / 1000) and s.position = n.position`)

import { ownerGram, searchGrams, weekGram, weekOf } from '../../protocol/search-grams.ts'
import type { AccountId, Position } from '../../protocol/ids.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'
import { columns, gramsCell } from './columns.ts'

interface Unindexed { at: Date; position: Position; account: AccountId; text: string }

/**
 * Makes the next messages findable, in the caller's transaction. Answers how many it looked at; null: another hub is at
 * it. Only what the projector has finished is looked at, so no message with a lower position comes later.
 */
export async function indexMessages(inside: Queries, { rowsMax }: { rowsMax: number }): Promise<number | null> {
  const { rows: progress } = await inside.query<{ position: Position }>(lockProgress)
  const done = progress[0]
  if (done === undefined) return null
  const { rows } = await inside.query<Unindexed>(next, [done.position, rowsMax])
  const last = rows.at(-1)
  if (last === undefined) return 0
  const worded = rows.filter(({ text }) => text !== '')
  if (worded.length > 0) {
    const at = (row: Unindexed): string => row.at.toISOString()
    await inside.query(insert, columns(worded, at, (row) => row.position,
      ({ at: sent, account, text }) => gramsCell([
        ...searchGrams(text), ownerGram(account), weekGram(weekOf(sent.getTime())),
      ])))
  }
  await inside.query(setProgress, [last.position])
  return rows.length
}

const lockProgress = statement('search_lock', 'select position from message_search_progress for update skip locked')
const next = statement('search_next', `
  select m.at, m.position, m.account, m.text from message m
  where m.position > $1 and m.position <= (select position from projector) order by m.position limit $2`)
const insert = statement('search_insert', `
  insert into message_search (at, position, grams)
  select at, position, grams::integer[] from unnest($1::timestamptz[], $2::int8[], $3::text[]) n (at, position, grams)
  on conflict do nothing`)
const setProgress = statement('search_progress', 'update message_search_progress set position = $1')

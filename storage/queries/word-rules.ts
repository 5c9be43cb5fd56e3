import type { WordEffect } from '../../protocol/sensitive-kinds.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from '../writers/columns.ts'

export interface WordRule { word: string; effect: WordEffect }
export interface WordRuleChange { folded: string; word: string; effect: WordEffect | 'gone' }

/** Sensitive words as of the projector's position. */
export async function readWordRules(queries: Queries): Promise<WordRule[]> {
  const { rows } = await queries.query<WordRule>(select)
  return rows
}

/** No word twice in `rows`. */
export async function writeWordRules(inside: Queries, rows: readonly WordRuleChange[]): Promise<void> {
  const gone = rows.filter(({ effect }) => effect === 'gone')
  const kept = rows.filter(({ effect }) => effect !== 'gone')
  if (gone.length > 0) await inside.query(remove, columns(gone, (row) => row.folded))
  if (kept.length === 0) return
  await inside.query(upsert, columns(kept, (row) => row.folded, (row) => row.word, (row) => row.effect))
}

const select = statement('word_rules', 'select word, effect from sensitive_word_rule')
const remove = statement('project_word_rules_gone', `
  delete from sensitive_word_rule where folded = any($1::text[])`)
const upsert = statement('project_word_rules', `
  insert into sensitive_word_rule (folded, word, effect)
  select * from unnest($1::text[], $2::text[], $3::text[])
  on conflict (folded) do update set word = excluded.word, effect = excluded.effect`)

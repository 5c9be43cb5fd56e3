import type { SensitiveWordId } from '../../protocol/ids.ts'
import type { WordEffect } from '../../protocol/sensitive-kinds.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import { columns } from '../writers/columns.ts'

export interface WordValues { word: string; folded: string; effect: WordEffect }
export interface StoredWord extends WordValues { id: SensitiveWordId; version: number }

export async function lockSensitiveWord(inside: Queries, id: SensitiveWordId): Promise<StoredWord | undefined> {
  const { rows } = await inside.query<StoredWord>(lock, [id])
  return rows[0]
}

/** Answers those that are new: of words that fold alike one. */
export async function insertSensitiveWords(inside: Queries, words: readonly WordValues[]): Promise<StoredWord[]> {
  const { rows } = await inside.query<StoredWord>(insert, columns(words,
    (one) => one.word, (one) => one.folded, (one) => one.effect))
  return rows
}

/** False: another word folds alike. */
export async function updateSensitiveWord(
  inside: Queries, id: SensitiveWordId, { word, folded, effect }: WordValues,
): Promise<boolean> {
  const { rowCount } = await inside.query(update, [id, word, folded, effect])
  return rowCount === 1
}

export async function deleteSensitiveWord(inside: Queries, id: SensitiveWordId): Promise<void> {
  await inside.query(remove, [id])
}

export async function countSensitiveWords(inside: Queries): Promise<number> {
  const { rows } = await inside.query<{ count: number }>(count)
  return rows[0]?.count ?? 0
}

const lock = statement('sensitive_word_lock', `
  select id::text, word, folded, effect, version from sensitive_word where id = $1 for update`)
const insert = statement('sensitive_words_insert', `
  insert into sensitive_word (word, folded, effect) select * from unnest($1::text[], $2::text[], $3::text[])
  on conflict do nothing returning id::text, word, folded, effect, version`)
const update = statement('sensitive_word_update', `
  update sensitive_word set word = $2, folded = $3, effect = $4, version = version + 1
  where id = $1 and not exists (select from sensitive_word o where o.folded = $3 and o.id <> $1)`)
const remove = statement('sensitive_word_delete', 'delete from sensitive_word where id = $1')
const count = statement('sensitive_words_count', 'select count(*) from sensitive_word')

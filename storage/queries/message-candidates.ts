import { limits } from '../../protocol/limits.ts'
import { keywordGrams, ownerGram } from '../../protocol/search-grams.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'
import { expectedHits } from './expected-hits.ts'

/** Which messages, and the times of the first and the last of them. */
export interface Candidates { position: number[]; fromAt: Date; toAt: Date }

export interface MessageWords {
  words: string
  /** Null: of all. */
  accounts: readonly string[] | null
  /** Whoever asks sees the messages of all accounts: else most of those that are looked at may not count. */
  isAll: boolean
}

/**
 * All messages that may contain the words, by their grams; whether they do is to be looked at. Null: they are so many
 * that the newest are found sooner by looking at one after the other.
 */
export async function readCandidates(
  queries: Queries, { words, accounts, isAll }: MessageWords,
): Promise<Candidates | null> {
  const grams = keywordGrams(words)
  const hitsMax = isAll ? hitsOfAllMax : hitsOfSomeMax
  if (accounts === null) {
    if (await expectedHits(queries, { table: 'message_search', grams }) > hitsMax * togetherRatio) return null
  }
  const asked = accounts === null ? [grams, hitsMax + 1] : [grams, hitsMax + 1, accounts.map(ownerGram)]
  const { rows } = await queries.query<{ at: Date; position: number }>(
    accounts === null ? selectHits : selectHitsOf, asked,
  )
  if (rows.length > hitsMax) return null
  const times = rows.map(({ at }) => at.getTime()).toSorted((a, b) => a - b)
  return {
    position: rows.map(({ position }) => position), fromAt: new Date(times[0] ?? 0), toAt: new Date(times.at(-1) ?? 0),
  }
}

const selectHits = statement('search_hits', `
  select at, position from message_search where grams @> $1::integer[] limit $2`)
const selectHitsOf = statement('search_hits_of', `
  select at, position from message_search where grams @> $1::integer[] and grams && $3::integer[] limit $2`)

/**
 * Where looking at all hits costs what walking back in time does, among ten million messages: fewer are looked at
 * all, of more the first fifty come soon.
 */
const hitsOfAllMax = limits.countRowsMax
const hitsOfSomeMax = 20_000
/** Of common words the grams go together, so more are there than chance would have it. */
const togetherRatio = 3

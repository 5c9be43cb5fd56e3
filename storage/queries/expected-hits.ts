import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'

export type GramTable = 'message_search' | 'contact_search'

/**
 * How many rows of the table have all of these grams, by the database's statistics, and which share of all; 0 where
 * one of them isn't among the frequent. PostgreSQL can't weigh that itself: it doesn't know how often a text contains
 * another one.
 */
export async function expectedHits(
  queries: Queries, { table, grams }: { table: GramTable; grams: readonly number[] },
): Promise<{ hits: number; share: number }> {
  const { rows: known } = await queries.query<Frequency>(selectFrequencies, [grams, table])
  const frequent = known.filter(({ gram }) => gram !== null)
  if (frequent.length < grams.length) return { hits: 0, share: 0 }
  const share = frequent.reduce((expected, { frequency }) => expected * (frequency ?? 0), 1)
  return { hits: share * (known[0]?.rows ?? 0), share }
}

interface Frequency { rows: number; gram: number | null; frequency: number | null }

const selectFrequencies = statement('search_frequencies', `
  select c.reltuples::float8 as rows, e.gram, e.frequency::float8 as frequency
  from pg_class c left join (
    select unnest(most_common_elems::text::integer[]) as gram, unnest(most_common_elem_freqs) as frequency
    from pg_stats where schemaname = current_schema() and tablename = $2 and attname = 'grams'
  ) e on e.gram = any($1::integer[])
  where c.oid = $2::text::regclass`)

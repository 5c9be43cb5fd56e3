import type { Position } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { keywordGrams, ownerGram, weekGram, weekMs, weekOf } from '../../protocol/search-grams.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'
import { expectedHits } from './expected-hits.ts'

/** Where a message lies. */
export interface Candidate { at: Date; position: Position }

export interface MessageWords {
  words: string
  /** Null: of all. */
  accounts: readonly string[] | null
  /** Whoever asks sees the messages of all accounts: else most of those that are looked at may not count. */
  isAll: boolean
}

/**
 * All messages that may contain the words, newest first, by their grams; whether they do is to be looked at. Null: they
 * are so many that the newest are found sooner by looking at one after the other.
 */
export async function readCandidates(
  queries: Queries, { words, accounts, isAll }: MessageWords,
): Promise<Candidate[] | null> {
  const grams = keywordGrams(words)
  const hitsMax = isAll ? hitsOfAllMax : hitsOfSomeMax
  if (accounts === null) {
    const expected = await expectedHits(queries, { table: 'message_search', grams })
    if (expected.hits > hitsMax * togetherRatio) return null
  }
  const of = accounts === null ? null : accounts.map(ownerGram)
  return readHits(queries, { grams, of, hitsMax })
}

/** Candidates that lie before those of the next part; or, where they are many, all that is older than `walkMs`. */
export type CandidatePart = readonly Candidate[] | { walkMs: number }

/**
 * The same in parts, newest first, so that a page needs no more of them than it takes: those of the newest two weeks,
 * of the six before them, and the rest. `beforeMs`: the page begins there.
 */
export async function* readCandidateParts(
  queries: Queries, { words, isAll, beforeMs }: Omit<MessageWords, 'accounts'> & { beforeMs: number },
): AsyncGenerator<CandidatePart> {
  const grams = keywordGrams(words)
  const hitsMax = isAll ? hitsOfAllMax : hitsOfSomeMax
  const { share } = await expectedHits(queries, { table: 'message_search', grams })
  if (share > (isAll ? walkShareOfAll : walkShareOfSome)) {
    yield { walkMs: beforeMs }
    return
  }
  const { rows: [newest] } = await queries.query<{ at: Date | null }>(selectNewest)
  let toMs = Math.min(beforeMs, (newest?.at?.getTime() ?? 0) + 1)
  let found: Candidate[] = []
  for (const weeks of [2, 6, null]) {
    const { of, fromMs } = weeks === null ? ever : newestWeeks(weeks, toMs)
    const hits = await readHits(queries, { grams, of, hitsMax, fromMs, toMs })
    if (hits === null) {
      yield found
      yield { walkMs: toMs }
      return
    }
    found.push(...hits)
    toMs = fromMs ?? toMs
    // Few wait for the next: looking costs more than finding them.
    const firstPart = isAll ? firstOfAll : firstOfSome
    if (found.length < firstPart && fromMs !== null) continue
    yield* partsOf(found, firstPart)
    found = []
  }
}

/** So many whole weeks, the last one up to `toMs`. */
function newestWeeks(weeks: number, toMs: number): { of: number[]; fromMs: number } {
  const first = weekOf(toMs - 1) - weeks + 1
  return { of: Array.from({ length: weeks }, (_, at) => weekGram(first + at)), fromMs: first * weekMs }
}

const ever = { of: null, fromMs: null }

/** Mostly the first has a page: nearly all of them have the words. Where few of them count, soon all the rest. */
function* partsOf(found: readonly Candidate[], firstPart: number): Generator<Candidate[]> {
  for (let from = 0, size = firstPart; from < found.length; from += size, size = from * partGrowth) {
    yield found.slice(from, from + size)
  }
}

interface Hits {
  grams: readonly number[]
  /** With one of these too: of whom, or of which weeks. */
  of: readonly number[] | null
  hitsMax: number
  fromMs?: number | null
  toMs?: number
}

/** Newest first; null: more than so many. */
async function readHits(
  queries: Queries, { grams, of, hitsMax, fromMs = null, toMs = Infinity }: Hits,
): Promise<Candidate[] | null> {
  const asked = [grams, hitsMax + 1, fromMs === null ? '-infinity' : new Date(fromMs),
    Number.isFinite(toMs) ? new Date(toMs) : 'infinity']
  const { rows } = await queries.query<Candidate>(
    of === null ? selectHits : selectHitsOf, of === null ? asked : [...asked, of],
  )
  if (rows.length > hitsMax) return null
  return rows.sort((a, b) => b.at.getTime() - a.at.getTime() || b.position - a.position)
}

const selectNewest = statement('search_newest', 'select max(at) as at from message_search')
// The times come last: weighed beside the grams, their index seems to find fewer than it does.
const selectHits = statement('search_hits', `
  select * from (select at, position from message_search where grams @> $1::integer[] offset 0) hit
  where at >= $3::timestamptz and at < $4::timestamptz limit $2`)
const selectHitsOf = statement('search_hits_of', `
  select * from (
    select at, position from message_search where grams @> $1::integer[] and grams && $5::integer[] offset 0) hit
  where at >= $3::timestamptz and at < $4::timestamptz limit $2`)

/**
 * Where looking at all hits costs what walking back in time does, among ten million messages: fewer are looked at
 * all, of more the first fifty come soon.
 */
const hitsOfAllMax = limits.countRowsMax
const hitsOfSomeMax = 20_000
/** Of common words the grams go together, so more are there than chance would have it. */
const togetherRatio = 3
/** Words of so many messages are met soon enough on the way back in time. */
const walkShareOfAll = 0.02
const walkShareOfSome = 0.1
const firstOfAll = 150
const firstOfSome = 1_000
const partGrowth = 3

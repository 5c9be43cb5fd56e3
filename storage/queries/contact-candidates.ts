import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { textsOf } from '../../protocol/json-fields.ts'
import { keywordGrams } from '../../protocol/search-grams.ts'
import type { Queries } from '../pool.ts'
import type { Source } from '../source.ts'
import { statement } from '../statement.ts'
import { expectedHits } from './expected-hits.ts'

export interface Contact { account: AccountId; peer: PeerId }

/** For a resource whose rows `name` are contacts: the filter `search` asks the grams first. */
export function narrowContacts(name: string): NonNullable<Source['narrow']> {
  return async (queries, { filters: { search = '', account }, scope }) => {
    const words = (textsOf(search)[0] ?? '').trim()
    if (words === '') return null
    // An account's own index leaves few rows already.
    if (account !== undefined && textsOf(account).length <= accountsMax) return () => 'true'
    const found = await readCandidates(queries, { words, isAll: scope.kind === 'company' })
    return found && ((bind) => `(${name}.account, ${name}.peer) in (select * from unnest(
      ${bind(found.map((one) => one.account))}::text[], ${bind(found.map((one) => one.peer))}::text[]))`)
  }
}

/**
 * All contacts whose names may contain the words, and those whose names aren't indexed yet; whether they do is to be
 * looked at. Null: they are so many that the first of an order are found sooner by looking at one after the other.
 */
export async function readCandidates(
  queries: Queries, { words, isAll }: { words: string; isAll: boolean },
): Promise<Contact[] | null> {
  const grams = keywordGrams(words)
  const hitsMax = isAll ? hitsOfAllMax : hitsOfSomeMax
  const expected = await expectedHits(queries, { table: 'contact_search', grams })
  if (expected.hits > hitsMax * togetherRatio) return null
  const { rows } = await queries.query<Contact>(selectContacts, [grams, hitsMax + 1])
  return rows.length > hitsMax ? null : rows
}

const selectContacts = statement('search_contacts', `
  (select account, peer from contact_search where grams @> $1::integer[] limit $2)
  union (select account, peer from contact_unindexed limit $2) limit $2`)

/** Where looking at all hits costs what walking along an order does, among a million friends. */
const hitsOfAllMax = 6_000
const hitsOfSomeMax = 20_000
const togetherRatio = 3
const accountsMax = 10

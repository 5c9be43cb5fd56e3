import type { FilterValues } from '../../protocol/resource.ts'
import { resources } from '../../protocol/resources/index.ts'
import type { Pool } from '../../storage/pool.ts'
import { countRows, readPage } from '../../storage/resources.ts'
import { sourceOf } from '../../storage/resources/index.ts'
import type { Scope } from '../../storage/source.ts'
import { Dice } from '../fleet/dice.ts'

export interface ListFigure { question: string; asked: number; p50Ms: number; p95Ms: number; maxMs: number }

interface Question {
  name: string
  resource: 'friends' | 'messages'
  /** The first page of 50 for each of them. */
  filters: readonly FilterValues[]
  scope?: Scope
  count?: boolean
}

/** What the pages ask: each question many times with other words, the first page of 50 rows, over one connection. */
export async function askLists(
  pool: Pool, { seed, times, say }: { seed: string; times: number; say: (step: string) => void },
): Promise<ListFigure[]> {
  const dice = new Dice(`${seed} questions`)
  const figures: ListFigure[] = []
  for (const question of await newQuestions(pool, { dice, times })) {
    const figure = await ask(pool, question)
    say(`${figure.question}: ${figure.p50Ms.toFixed(1)} / ${figure.p95Ms.toFixed(1)} ms`)
    figures.push(figure)
  }
  return figures
}

async function newQuestions(pool: Pool, { dice, times }: { dice: Dice; times: number }): Promise<Question[]> {
  const names = await sample(pool, { table: 'friend', text: `nickname || remark`, times })
  const texts = await sample(pool, { table: 'message', text: 'text', times })
  const { rows: [place] } = await pool.query<{ department: string; account: string }>(
    `select min(department)::text as department, 'bench-wx1' as account from app_user where id like 'bench-%'`,
  )
  const account = [place?.account ?? '']
  const scope: Scope = { kind: 'departments', department: place?.department ?? '', user: 'nobody' }
  const again = (filters: FilterValues): FilterValues[] => Array.from({ length: 20 }, () => filters)
  const parts = (of: readonly string[], length: number): FilterValues[] => {
    return of.map((text) => ({ search: partOf(text, length, dice) }))
  }
  return [
    { name: 'friends, newest first', resource: 'friends', filters: again({}) },
    { name: 'friends of a department', resource: 'friends', filters: again({}), scope },
    { name: 'friends of an account', resource: 'friends', filters: again({ account }) },
    { name: 'friends of a seat', resource: 'friends', filters: again({ seat: ['bench-u7'] }) },
    { name: 'friends by gender and source', resource: 'friends', filters: again({ gender: ['male'], source: ['qr'] }) },
    ...[1, 2, 3].map((length): Question => (
      { name: `friends by ${length} characters`, resource: 'friends', filters: parts(names, length) })),
    { name: 'friends by a name nobody has', resource: 'friends', filters: again({ search: '龘靐' }) },
    { name: 'friends by 2 characters, of a department', resource: 'friends', filters: parts(names, 2), scope },
    { name: 'messages, newest first', resource: 'messages', filters: again({}) },
    ...[1, 2, 3, 4].map((length): Question => (
      { name: `messages by ${length} characters`, resource: 'messages', filters: parts(texts, length) })),
    { name: 'messages by 2 characters, of an account', resource: 'messages',
      filters: parts(texts, 2).map((filters) => ({ ...filters, account })) },
    { name: 'messages by 2 characters, of a department', resource: 'messages', filters: parts(texts, 2), scope },
    { name: 'messages by words nobody said', resource: 'messages', filters: again({ search: '龘靐齉' }) },
    { name: 'how many messages have 2 characters', resource: 'messages', filters: parts(texts, 2), count: true },
  ]
}

async function ask(
  pool: Pool, { name, resource, filters, scope = company, count = false }: Question,
): Promise<ListFigure> {
  const source = sourceOf(resource)
  const { by: sort, descending } = resources[resource].sort
  const tookMs: number[] = []
  for (const one of filters) {
    const sinceMs = performance.now()
    if (count) await countRows(pool, { source, scope, filters: one })
    else await readPage(pool, { source, scope, filters: one, sort, descending, after: null, rowsMax: 50 })
    tookMs.push(performance.now() - sinceMs)
  }
  tookMs.sort((a, b) => a - b)
  const at = (share: number): number => tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * share))] ?? NaN
  return { question: name, asked: tookMs.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) }
}

/** Words as they occur: what is searched for is mostly there. */
async function sample(
  pool: Pool, { table, text, times }: { table: 'friend' | 'message'; text: string; times: number },
): Promise<string[]> {
  const { rows } = await pool.query<{ text: string }>(
    `select ${text} as text from ${table} tablesample system (1) where length(${text}) >= 6 order by random() limit $1`,
    [times],
  )
  return rows.map((row) => row.text)
}

function partOf(text: string, length: number, dice: Dice): string {
  const characters = Array.from(text.replaceAll(/\s+/g, ''))
  const from = dice.integer(0, Math.max(0, characters.length - length))
  return characters.slice(from, from + length).join('')
}

const company: Scope = { kind: 'company', user: '' }

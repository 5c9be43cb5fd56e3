import { AsyncLocalStorage } from 'node:async_hooks'
import assert from 'node:assert/strict'
import pg from 'pg'
import { faultOf } from './fault-of.ts'
import { CopyIn } from './copy-in.ts'
import { type CopyTarget, encodeRows } from './copy-rows.ts'
import type { Statement } from './statement.ts'

export { faultOf }
export type { Fault } from './fault-of.ts'
export { statement } from './statement.ts'
export type { Statement } from './statement.ts'

/** A statement is prepared once per connection; a plain text is for built queries, and may hold several statements. */
export interface Queries {
  query<Row extends object = Record<string, unknown>>(
    statement: Statement | string, values?: readonly unknown[],
  ): Promise<Result<Row>>
}

export interface Result<Row> {
  readonly rows: Row[]
  /** Rows that were returned or changed. */
  readonly rowCount: number
}

/** A transaction; inside of it rows may be copied. */
export interface Transaction extends Queries {
  /** Into a table whose rows hold no key that is there already; all or nothing. */
  copy<Row>(target: CopyTarget<Row>, rows: readonly Row[]): Promise<void>
}

export interface Pool extends Queries {
  /**
   * Runs `work` between BEGIN and COMMIT on one connection. Inside, only `work`'s argument may be used:
   * the embedded database has one session, so a query beside it would wait for this transaction's end.
   */
  transaction<T>(work: (inside: Transaction) => Promise<T>): Promise<T>
  end(): Promise<void>
}

export interface PoolOptions {
  url: string
  /** Connections; more than a few bring nothing on the embedded database. */
  max?: number
  /**
   * A statement without an answer for so long has none to expect: a cable was cut, a process was stopped.
   * Absent: it is waited for. Migrations may take their time.
   */
  answerWithinMs?: number
  /** An idle connection broke. The pool replaces it by itself. */
  onError: (error: Error) => void
  /** Told of each statement; begin and commit aren't counted. */
  onStatement?: () => void
}

/** int8 arrives as a number (asserted to be safe), timestamptz as Date, date as text, numeric as text. */
export function newPool({ url, max = 4, answerWithinMs, onError, onStatement = () => undefined }: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url, max, types: { getTypeParser }, connectionTimeoutMillis: connectWithinMs, keepAlive: true,
    ...answerWithinMs === undefined ? {} : { query_timeout: answerWithinMs },
  })
  pool.on('error', onError)
  // A connection that breaks while it is lent out tells the query that waits; without a listener Node would end.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const open = new AsyncLocalStorage<{ open: boolean }>()
  return {
    query: (statement, values) => {
      assert(open.getStore()?.open !== true, 'a query on the pool inside a transaction: use the transaction')
      onStatement()
      return run(pool, statement, values)
    },
    transaction: (work) => {
      assert(open.getStore()?.open !== true, 'a transaction inside a transaction')
      const context = { open: true }
      const counted = (inside: Transaction): ReturnType<typeof work> => work({
        query: (...asked) => {
          onStatement()
          return inside.query(...asked)
        },
        copy: (...asked) => {
          onStatement()
          return inside.copy(...asked)
        },
      })
      return open.run(context, () => transact(pool, counted).finally(() => { context.open = false }))
    },
    end: () => pool.end(),
  }
}

async function transact<T>(pool: pg.Pool, work: (inside: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const turns = new Turns()
  try {
    await client.query('begin')
    const result = await work({
      query: (statement, values) => turns.take(() => run(client, statement, values)),
      copy: (target, rows) => copy(client, { target, rows, turns }),
    })
    const { command } = await turns.take(() => client.query('commit'))
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK: an error inside was swallowed.
    assert.equal(command, 'COMMIT', 'a statement of the transaction failed and its error was ignored')
    client.release()
    return result
  } catch (error) {
    await turns.end()
    // A server that doesn't answer wouldn't answer this either; it rolls back when the connection ends.
    if (faultOf(error).code === 'databaseAway') client.release(true)
    else await client.query('rollback').then(() => client.release(), () => client.release(true))
    throw error
  }
}

/** Statements of one transaction that are asked for together run one after the other, in the order of asking. */
class Turns {
  #last: Promise<unknown> = Promise.resolve()
  #ended = false

  take<T>(step: () => Promise<T>): Promise<T> {
    const next = this.#last.then(() => {
      // After the rollback it would be stored on its own.
      assert(!this.#ended, 'a statement after its transaction has failed')
      return step()
    })
    this.#last = next.catch(() => undefined)
    return next
  }

  /** What waits is refused; resolves when nothing runs. */
  async end(): Promise<void> {
    this.#ended = true
    await this.#last
  }
}

interface Copying<Row> { target: CopyTarget<Row>, rows: readonly Row[], turns: Turns }

/** Rows are encoded at once, while the statement before may still be running. */
async function copy<Row>(client: pg.PoolClient, { target, rows, turns }: Copying<Row>): Promise<void> {
  if (rows.length === 0) return
  const bytes = encodeRows(target, rows)
  const stored = await turns.take(() => client.query(new CopyIn({ sql: target.sql, rows: bytes })).done)
  assert.equal(stored, rows.length, 'COPY stored less than it was given')
}

type TypeId = Parameters<typeof pg.types.getTypeParser>[0]
type Runner = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>

async function run<Row extends object>(
  runner: Runner, statement: Statement | string, values: readonly unknown[] = [],
): Promise<Result<Row>> {
  const isText = typeof statement === 'string'
  const answer = isText && values.length === 0
    ? await runner.query<Row>(statement)
    : await runner.query<Row>({ ...(isText ? { text: statement } : statement), values: [...values] })
  // A text of several statements is answered with an array, whatever the types say.
  const { rows, rowCount } = Array.isArray(answer) ? answer.at(-1) as typeof answer : answer
  return { rows, rowCount: rowCount ?? 0 }
}

function readInt8(text: string): number {
  const value = Number(text)
  assert(Number.isSafeInteger(value), `int8 beyond 2^53: ${text}`)
  return value
}

/** Elements of an int8[] can't be null in our schema and hold no quotes. */
function readInt8Array(text: string): number[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',').map(readInt8)
}

const own = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, readInt8],
  [pg.types.builtins.DATE, (text: string) => text],
  [1016, readInt8Array],
])

function getTypeParser(oid: TypeId, format?: 'text' | 'binary'): (text: string) => unknown {
  return own.get(oid) ?? pg.types.getTypeParser(oid, format === 'binary' ? 'text' : format)
}

/** Includes waiting for a free connection: beyond it something is stuck. */
const connectWithinMs = 30_000

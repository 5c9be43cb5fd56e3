/** What a failed statement means for the caller. Never holds the message: PostgreSQL quotes values in it. */
export interface Fault {
  /**
   * 'databaseAway': try again later, the outcome of a commit is unknown. 'conflict': try again now.
   * 'refusedData': these values can't be stored. 'bug': the statement is wrong.
   */
  code: 'databaseAway' | 'conflict' | 'refusedData' | 'bug'
  /** PostgreSQL's five characters, or the system's error code. */
  reason: string | null
  constraint: string | null
}

/** Sorts what `pg` throws. */
export function faultOf(error: unknown): Fault {
  const { code: reason = null, constraint = null, message = '' } = (error ?? {}) as PgError
  if (reason !== null && isSqlState(reason)) return { code: sortSqlState(reason), reason, constraint }
  const away = awayCodes.has(reason ?? '') || awayMessages.test(message)
  return { code: away ? 'databaseAway' : 'bug', reason, constraint: null }
}

interface PgError { code?: string, constraint?: string, message?: string }

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && !awayCodes.has(code)
}

function sortSqlState(state: string): Fault['code'] {
  if (/^(08|53|57P0|58)/.test(state)) return 'databaseAway'
  if (conflicts.has(state)) return 'conflict'
  if (/^(22|23|54)/.test(state)) return 'refusedData'
  return 'bug'
}

/** Serialization failure, deadlock, lock not available. */
const conflicts = new Set(['40001', '40P01', '55P03'])

const awayCodes = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN',
])

/** `pg` names some of its own errors only by their text. */
const awayMessages = new RegExp([
  'connection terminated', 'timeout exceeded when trying to connect', 'client has encountered a connection error',
  'connection ended unexpectedly', 'not queryable', 'socket (closed|ended)', 'client was closed', 'timeout expired',
  'query read timeout',
].join('|'), 'i')

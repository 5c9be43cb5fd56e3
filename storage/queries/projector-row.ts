import type { Position } from '../../protocol/ids.ts'
import type { QuietRulesRow } from '../../protocol/quiet.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'

/** How far storage has come, of which journal, and who may bring it further. */
export interface ProjectorRow {
  position: Position
  journalMs: number
  /** '' before the first journal. */
  streamCreated: string
  /** sha-256 of the last record's payload, hexadecimal; '' where no record was read. */
  recordHash: string
  holder: string
}

export async function readProjectorRow(queries: Queries): Promise<ProjectorRow> {
  const { rows } = await queries.query<ProjectorRow>(select)
  return rows[0] as ProjectorRow
}

/** Which messages are quiet, as of the projector's position. */
export async function readQuietRules(queries: Queries): Promise<QuietRulesRow> {
  const { rows } = await queries.query<QuietRulesRow>(selectQuiet)
  return rows[0] as QuietRulesRow
}

export async function writeQuietRules(inside: Queries, { types, words }: QuietRulesRow): Promise<void> {
  await inside.query(setQuiet, [types, words])
}

export interface Lease { holder: string, leaseMs: number }

/** True if it was free, expired or ours. The database's clock decides. */
export async function takeLease(queries: Queries, { holder, leaseMs }: Lease): Promise<boolean> {
  const { rowCount } = await queries.query(take, [holder, leaseMs])
  return rowCount === 1
}

/** False if somebody else took it meanwhile. */
export async function renewLease(queries: Queries, { holder, leaseMs }: Lease): Promise<boolean> {
  const { rowCount } = await queries.query(renew, [holder, leaseMs])
  return rowCount === 1
}

export async function releaseLease(queries: Queries, holder: string): Promise<void> {
  await queries.query(release, [holder])
}

/** The journal from here on is another one; what is read next lies above `position`. */
export async function adoptStream(
  queries: Queries, { holder, streamCreated, position }: { holder: string, streamCreated: string, position: Position },
): Promise<void> {
  await queries.query(adopt, [holder, streamCreated, position])
}

export interface Move extends Lease { from: Position, to: Position, journalMs: number, recordHash: string }

/**
 * Last in the transaction that wrote `from`..`to`. False: another projector was faster, or holds the lease.
 */
export async function moveProjector(
  inside: Queries, { from, to, journalMs, recordHash, holder, leaseMs }: Move,
): Promise<boolean> {
  const { rowCount } = await inside.query(move, [from, to, journalMs, recordHash, holder, leaseMs])
  return rowCount === 1
}

const select = statement('projector_row', `
  select position, journal_ms as "journalMs", stream_created as "streamCreated", record_hash as "recordHash", holder
  from projector`)

const selectQuiet = statement('projector_quiet', 'select quiet_types as types, quiet_words as words from projector')
const setQuiet = statement('project_quiet', 'update projector set quiet_types = $1, quiet_words = $2')

// now() is the transaction's start, which may be long ago.
const until = `clock_timestamp() + $2 * interval '1 millisecond'`
const take = statement('take_lease', `
  update projector set holder = $1, lease_until = ${until}
  where holder in ($1, '') or lease_until < clock_timestamp()`)
const renew = statement('renew_lease', `update projector set lease_until = ${until} where holder = $1`)
const release = statement('release_lease', `
  update projector set holder = '', lease_until = 'epoch' where holder = $1`)
const adopt = statement('adopt_stream', `
  update projector set stream_created = $2, position = $3, record_hash = '' where holder = $1`)
const move = statement('move_projector', `
  update projector set position = $2, journal_ms = $3, record_hash = $4,
    lease_until = clock_timestamp() + $6 * interval '1 millisecond'
  where position = $1 and holder = $5`)

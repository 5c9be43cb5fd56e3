import type { JobId, UserId } from '../../protocol/ids.ts'
import type { FailedRow } from '../../protocol/operations/jobs.ts'
import type { JobKind, JobState } from '../../protocol/resources/job.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export interface NewJob {
  id: JobId
  kind: JobKind
  title: string
  owner: UserId
  address: string
  /** What to do; its reader knows the shape by the kind. */
  work: unknown
  nowMs: number
}

/** A job that this hub holds. */
export interface HeldJob {
  id: JobId
  kind: JobKind
  title: string
  owner: UserId
  address: string
  work: unknown
  cursor: string | null
  total: number | null
  done: number
  failed: number
}

/** False: this person has as many open already. */
export async function insertJob(inside: Queries, job: NewJob): Promise<boolean> {
  const { id, kind, title, owner, address, work, nowMs } = job
  const values = [id, kind, title, owner, address, JSON.stringify(work), new Date(nowMs), openJobsMax]
  const { rowCount } = await inside.query(insert, values)
  return rowCount === 1
}

/** The oldest that nobody works on, for as long as the lease is renewed. */
export async function claimJob(
  queries: Queries, { holder, leaseMs }: { holder: string; leaseMs: number },
): Promise<HeldJob | undefined> {
  const { rows } = await queries.query<HeldJob>(claim, [holder, leaseMs])
  return rows[0]
}

/** 'lost': another hub has it. 'cancelling': its owner wants it stopped. */
export async function renewJob(
  queries: Queries, { id, holder, leaseMs }: { id: JobId; holder: string; leaseMs: number },
): Promise<'held' | 'cancelling' | 'lost'> {
  const { rows } = await queries.query<{ cancelling: boolean }>(renew, [id, holder, leaseMs])
  if (rows[0] === undefined) return 'lost'
  return rows[0].cancelling ? 'cancelling' : 'held'
}

export interface JobProgress {
  id: JobId
  holder: string
  cursor: string | null
  done: number
  failed: number
  total: number | null
}

/** False: another hub has it; what was done in this transaction must not count. */
export async function updateProgress(inside: Queries, progress: JobProgress): Promise<boolean> {
  const { id, holder, cursor, done, failed, total } = progress
  const { rowCount } = await inside.query(move, [id, holder, cursor, done, failed, total])
  return rowCount === 1
}

export interface JobEnd {
  id: JobId
  holder: string
  state: Extract<JobState, 'succeeded' | 'failed' | 'cancelled'>
  reason: string
  file: { name: string; bytes: number } | null
  nowMs: number
  keptMs: number
}

export async function finishJob(queries: Queries, end: JobEnd): Promise<void> {
  const { id, holder, state, reason, file, nowMs, keptMs } = end
  const expires = new Date(nowMs + keptMs)
  const made = [file?.bytes ?? null, file?.name ?? null]
  await queries.query(finish, [id, holder, state, reason, ...made, new Date(nowMs), expires])
}

/** Back to the queue: the hub stops. */
export async function releaseJobs(queries: Queries, holder: string): Promise<void> {
  await queries.query(release, [holder])
}

export async function askToCancel(inside: Queries, id: JobId): Promise<{ title: string; isOpen: boolean } | undefined> {
  const { rows } = await inside.query<{ title: string; isOpen: boolean }>(cancel, [id])
  return rows[0]
}

export async function insertFailedRows(
  inside: Queries, { job, rows }: { job: JobId; rows: readonly FailedRow[] },
): Promise<void> {
  if (rows.length === 0) return
  await inside.query(insertRows, [
    job, rows.map(({ number }) => number), rows.map(({ row }) => row), rows.map(({ title }) => title),
    rows.map(({ code }) => code), rows.map(({ reason }) => reason),
  ])
}

export async function readFailedRows(
  queries: Queries, { job, after, rowsMax }: { job: JobId; after: number; rowsMax: number },
): Promise<FailedRow[]> {
  return (await queries.query<FailedRow>(selectRows, [job, after, rowsMax])).rows
}

export interface JobFile { name: string; bytes: number; expiresMs: number }

/** Of a finished job of this owner; undefined also when it has gone. */
export async function readJobFile(
  queries: Queries, { id, owner, nowMs }: { id: string; owner: UserId; nowMs: number },
): Promise<JobFile | undefined> {
  const { rows } = await queries.query<JobFile>(selectFile, [id, owner, new Date(nowMs)])
  return rows[0]
}

/** Takes files and failed rows of old jobs away; answers whose files may go. */
export async function expireJobs(queries: Queries, nowMs: number): Promise<JobId[]> {
  const { rows } = await queries.query<{ id: JobId }>(expire, [new Date(nowMs)])
  const gone = rows.map(({ id }) => id)
  if (gone.length > 0) await queries.query(removeRows, [gone])
  return gone
}

/** Of one person; the others are refused. */
const openJobsMax = 20

const insert = statement('job_insert', `
  insert into job (id, kind, title, owner, address, work, created_at) select $1, $2, $3, $4, $5, $6, $7
  where (select count(*) from job where owner = $4 and state in ('waiting', 'running')) < $8`)
const claim = statement('job_claim', `
  update job j set state = 'running', holder = $1, started_at = coalesce(started_at, clock_timestamp()),
    lease_until = clock_timestamp() + $2 * interval '1 millisecond'
  where j.id = (
    select id from job where state in ('waiting', 'running') and lease_until < clock_timestamp()
    order by created_at limit 1 for update skip locked)
  returning id, kind, title, owner, address, work, cursor, total, done, failed`)
const renew = statement('job_renew', `
  update job set lease_until = clock_timestamp() + $3 * interval '1 millisecond'
  where id = $1 and holder = $2 and state = 'running' returning cancelling`)
const move = statement('job_move', `
  update job set cursor = $3, done = $4, failed = $5, total = $6 where id = $1 and holder = $2 and state = 'running'`)
const finish = statement('job_finish', `
  update job set state = $3, reason = $4, file_bytes = $5, file_name = $6, finished_at = $7, expires_at = $8,
    lease_until = 'epoch', holder = ''
  where id = $1 and holder = $2 and state = 'running'`)
const release = statement('job_release', `
  update job set lease_until = 'epoch', holder = '' where holder = $1 and state = 'running'`)
const cancel = statement('job_cancel', `
  update job set cancelling = cancelling or state in ('waiting', 'running') where id = $1
  returning title, state in ('waiting', 'running') as "isOpen"`)
const insertRows = statement('job_row_insert', `
  insert into job_row (job, number, row, title, code, reason)
  select $1, one.* from unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[]) one
  on conflict do nothing`)
const selectRows = statement('job_rows', `
  select number, row, title, code, reason from job_row where job = $1 and number > $2 order by number limit $3`)
const selectFile = statement('job_file', `
  select file_name as name, file_bytes as bytes, (extract(epoch from expires_at) * 1000)::bigint as "expiresMs"
  from job where id = $1 and owner = $2 and state = 'succeeded' and file_bytes is not null and expires_at > $3`)
const expire = statement('job_expire', `
  update job set file_bytes = null, file_name = null, expires_at = null where expires_at <= $1 returning id`)
const removeRows = statement('job_rows_remove', 'delete from job_row where job = any($1)')

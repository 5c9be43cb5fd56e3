import type { SubjectKind } from '../../protocol/resources/audit.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export type AuditValues = Readonly<Record<string, unknown>>

/** What one change did to one thing. */
export interface AuditEntry {
  readonly kind: SubjectKind
  readonly id: string
  readonly title: string
  /** Only what changed; null where nothing was, or is. */
  readonly before: AuditValues | null
  readonly after: AuditValues | null
}

export interface AuditStamp {
  readonly user: string | null
  readonly operation: string
  readonly address: string
  readonly nowMs: number
}

export async function insertAudit(
  inside: Queries, entries: readonly AuditEntry[], { user, operation, address, nowMs }: AuditStamp,
): Promise<void> {
  const json = (values: AuditValues | null): string | null => (values === null ? null : JSON.stringify(values))
  await inside.query(insert, [
    new Date(nowMs), user, operation, address, entries.map(({ kind }) => kind), entries.map(({ id }) => id),
    entries.map(({ title }) => title), entries.map(({ before }) => json(before)),
    entries.map(({ after }) => json(after)),
  ])
}

const insert = statement('audit_insert', `
  insert into audit (at, app_user, operation, address, subject_kind, subject, subject_title, before, after)
  select $1, $2, $3, $4, one.* from unnest($5::text[], $6::text[], $7::text[], $8::jsonb[], $9::jsonb[]) one`)

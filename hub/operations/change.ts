import { type AuditEntry, type AuditValues, insertAudit } from '../../storage/queries/audit.ts'
import type { Queries } from '../../storage/pool.ts'
import { type Hint, topicOfSubject } from '../live/hints-of.ts'
import { readAgain } from '../directory/read-again.ts'
import type { ConfigChange } from './record-config-change.ts'
import { recordConfigChange } from './record-config-change.ts'
import type { OutboxEntry, PublicContext, UserContext } from './context.ts'
import { Refusal } from './refusal.ts'

/** What a change did, and what its caller is told. */
export interface Change<Output> {
  readonly output: Output
  /** One per thing that changed; empty when all was as wanted already. */
  readonly audit: readonly AuditEntry[]
  /** What every hub's directory reads again. */
  readonly config?: readonly ConfigChange[]
  /** Facts that become true with it, as commands to phones. */
  readonly outbox?: readonly OutboxEntry[]
  /**
   * Rules over many rows: asked when the row is locked that every change of configuration locks, so two changes that
   * are each right alone can't break them together.
   */
  readonly check?: (inside: Queries) => Promise<Refusal | null>
}

type Changer = PublicContext & Partial<Pick<UserContext, 'user'>>

/**
 * The one way to change something for a person: work, audit log, news for the other hubs in one transaction; a
 * refusal undoes all of it. Afterwards this hub knows it already.
 */
export async function change<Output>(
  context: Changer, work: (inside: Queries) => Promise<Change<Output> | Refusal>,
): Promise<Output | Refusal> {
  const { pool, directory } = context
  try {
    const done = await pool.transaction((inside) => changeInside(inside, { context, work }))
    const { config = [] } = done
    for (const one of config) await readAgain({ queries: pool, directory }, one)
    if (config.length > 0 || (done.outbox ?? []).length > 0) context.wakeOutbox()
    tellStale(done.audit, context.hint)
    context.audited.done = true
    return done.output
  } catch (error) {
    if (error instanceof Undone) return error.refusal
    throw error
  }
}

async function changeInside<Output>(
  inside: Queries,
  { context, work }: { context: Changer; work: (inside: Queries) => Promise<Change<Output> | Refusal> },
): Promise<Change<Output>> {
  const done = await work(inside)
  if (done instanceof Refusal) throw new Undone(done)
  const { operation, address, nowMs } = context
  await insertAudit(inside, done.audit, { user: context.user?.id ?? null, operation, address, nowMs })
  for (const one of done.config ?? []) await recordConfigChange(inside, one, context)
  await context.recordInOutbox(inside, done.outbox ?? [], nowMs)
  const refusal = await done.check?.(inside) ?? null
  if (refusal !== null) throw new Undone(refusal)
  return done
}

/** The journal tells of configuration; this is quicker, and tells of the rest too. */
export function tellStale(audit: readonly AuditEntry[], hint: (hint: Hint) => void): void {
  for (const { kind, id } of audit) {
    const topic = topicOfSubject[kind]
    if (topic !== undefined) hint({ topic, id })
  }
  if (audit.length > 0) hint({ topic: 'audit' })
}

/** Of two rows, only what differs: what the audit log shows. Null when nothing does. */
export function differences(
  before: AuditValues, after: AuditValues,
): { before: AuditValues; after: AuditValues } | null {
  const names = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  if (names.length === 0) return null
  const only = (from: AuditValues): AuditValues => Object.fromEntries(names.map((name) => [name, from[name] ?? null]))
  return { before: only(before), after: only(after) }
}

/** Carries a refusal out of the transaction that it rolls back. */
class Undone extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.fault.reason)
    this.refusal = refusal
  }
}

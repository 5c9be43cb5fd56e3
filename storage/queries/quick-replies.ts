import type { ContactGroupId, DepartmentId, QuickReplyId, UserId } from '../../protocol/ids.ts'
import type { MessagePart } from '../../protocol/message-part.ts'
import type { QuickReply } from '../../protocol/operations/quick-replies.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import { type Bind, newBinds } from '../source.ts'
import type { GroupScope } from './contact-groups.ts'

export interface ReplyValues { group: ContactGroupId; title: string; parts: MessagePart[]; summary: string }
export interface StoredReply extends ReplyValues {
  id: QuickReplyId
  place: number
  version: number
  owner: UserId | null
  department: DepartmentId | null
}

/** Undefined: not there, or in no group of this scope. */
export async function lockQuickReply(
  inside: Queries, { id, scope }: { id: QuickReplyId; scope: GroupScope },
): Promise<StoredReply | undefined> {
  return selectOne(inside, (bind) => `q.id = ${bind(id)}::bigint and ${scope(bind)}`)
}

/** The one before or after it in its group, locked. */
export async function lockReplyNeighbour(
  inside: Queries, { group, place }: StoredReply, direction: 'up' | 'down',
): Promise<StoredReply | undefined> {
  const [sign, order] = direction === 'up' ? ['<', 'desc'] : ['>', 'asc']
  return selectOne(inside, (bind) => {
    return `q.contact_group = ${bind(group)}::bigint and q.place ${sign} ${bind(place)}::bigint`
  }, `order by q.place ${order} limit 1`)
}

export async function tradeReplyPlaces(
  inside: Queries, [one, other]: readonly [StoredReply, StoredReply],
): Promise<void> {
  await inside.query(trade, [[one.id, other.id], [other.place, one.place]])
}

export async function insertQuickReply(
  inside: Queries, { group, title, parts, summary, author }: ReplyValues & { author: UserId },
): Promise<QuickReplyId> {
  const values = [group, title, JSON.stringify(parts), summary, author]
  const { rows } = await inside.query<{ id: QuickReplyId }>(insert, values)
  return rows[0]?.id as QuickReplyId
}

export async function updateQuickReply(
  inside: Queries, { id, group, title, parts, summary }: ReplyValues & { id: QuickReplyId },
): Promise<void> {
  await inside.query(update, [id, group, title, JSON.stringify(parts), summary])
}

export async function deleteQuickReply(inside: Queries, id: QuickReplyId): Promise<void> {
  await inside.query(remove, [id])
}

/** In the order of their ids. */
export async function readQuickReplies(
  queries: Queries, { scope, after, rowsMax }: { scope: GroupScope; after: QuickReplyId | null; rowsMax: number },
): Promise<QuickReply[]> {
  const { values, bind } = newBinds()
  const { rows } = await queries.query<QuickReply>(`
    select q.id::text as reply, q.contact_group::text as "group", q.title, q.parts, q.place, q.version
    from quick_reply q join contact_group g on g.id = q.contact_group
    where ${scope(bind)} and q.id > ${bind(after ?? 0)}::bigint order by q.id limit ${rowsMax}`, values)
  return rows
}

async function selectOne(inside: Queries, where: (bind: Bind) => string, rest = ''): Promise<StoredReply | undefined> {
  const { values, bind } = newBinds()
  const { rows } = await inside.query<StoredReply>(`
    select q.id::text as id, q.contact_group::text as "group", q.title, q.parts, q.summary, q.place, q.version, g.owner,
      g.department::text as department
    from quick_reply q join contact_group g on g.id = q.contact_group where ${where(bind)} ${rest}
    for update of q`, values)
  return rows[0]
}

const insert = statement('quick_reply_insert', `
  insert into quick_reply (contact_group, title, parts, summary, author) values ($1, $2, $3, $4, $5)
  returning id::text as id`)
const update = statement('quick_reply_update', `
  update quick_reply set contact_group = $2, title = $3, parts = $4, summary = $5, updated_at = now(),
    version = version + 1 where id = $1`)
const trade = statement('quick_reply_trade', `
  update quick_reply q set place = o.place from unnest($1::bigint[], $2::bigint[]) o (id, place) where q.id = o.id`)
const remove = statement('quick_reply_delete', 'delete from quick_reply where id = $1')

import type { messages as definition } from '../../protocol/resources/message.ts'
import { textsOf } from '../../protocol/json-fields.ts'
import { containsFolded, holds, inDepartments, isAmong, msOf, peopleScope, withinMs } from '../filter-sql.ts'
import {
  type Candidate, type MessageWords, readCandidateParts, readCandidates,
} from '../queries/message-candidates.ts'
import type { Queries } from '../pool.ts'
import { type Condition, type FilterSql, type Part, source } from '../source.ts'

/** By account and peer, joined by a space. */
const isThread: FilterSql = (value, bind) => {
  const threads = textsOf(value).map((id) => id.split(' '))
  const each = threads.map(([account, peer]) => `(m.account = ${bind(account)} and m.peer = ${bind(peer ?? '')})`)
  return each.length === 0 ? 'false' : `(${each.join(' or ')})`
}

const isRoom = `m.peer like '%@chatroom'`
const friendName = `coalesce(nullif(f.remark, ''), nullif(f.nickname, ''), m.peer)`
const roomName = `coalesce(nullif(r.remark, ''), nullif(r.name, ''), m.peer)`
const memberName = `coalesce(nullif(c.display_name, ''), nullif(c.nickname, ''), m.sender, '')`

async function* partsOf(queries: Queries, asked: MessageWords & { beforeMs: number }): AsyncGenerator<Part> {
  for await (const part of readCandidateParts(queries, asked)) {
    if (!('walkMs' in part)) {
      if (part.length > 0) yield { condition: areThese(part), isFew: true }
    } else {
      const before = Number.isFinite(part.walkMs) ? new Date(part.walkMs) : 'infinity'
      yield { condition: (bind) => `m.at < ${bind(before)}::timestamptz`, isFew: false }
    }
  }
}

/** As a condition of the table itself: a join would be made last, after all others. The times leave out chunks. */
function areThese(found: readonly Candidate[]): Condition {
  const [newest, oldest] = [found[0]?.at ?? new Date(0), found.at(-1)?.at ?? new Date(0)]
  return (bind) => `m.position = any(${bind(found.map(({ position }) => position))}::bigint[])
    and m.at between ${bind(oldest)} and ${bind(newest)}`
}

export const messages = source<typeof definition>({
  from: `message m join account a on a.id = m.account join device v on v.id = a.device
    join app_user k on k.id = v.keeper
    left join friend f on f.account = m.account and f.peer = m.peer
    left join chatroom r on r.account = m.account and r.peer = m.peer
    left join chatroom_member c on c.account = m.account and c.chatroom = m.peer and c.wxid = m.sender
    left join app_user u on u.id = m.app_user`,
  key: [{ sql: 'm.position', type: 'bigint' }],
  title: `left(m.text, 40)`,
  columns: {
    atMs: msOf('m.at'), account: `coalesce(nullif(a.admin_remark, ''), nullif(a.nickname, ''), a.id)`,
    peer: `case when ${isRoom} then ${roomName} else ${friendName} end`,
    kind: `case when ${isRoom} then 'room' else 'friend' end`,
    sender: `case when m.direction = 'out' then coalesce(u.real_name,
        case when m.origin is null then '手机' else '自动' end)
      when ${isRoom} then ${memberName} else ${friendName} end`,
    type: 'm.type', text: 'm.text', state: 'm.state', direction: 'm.direction', accountId: 'm.account',
    peerId: 'm.peer', media: 'm.media', thumbnail: 'm.thumbnail',
  },
  filters: {
    search: containsFolded('m.text'), thread: isThread, account: isAmong('m.account'),
    kind: holds({ friend: `not ${isRoom}`, room: isRoom }),
    direction: isAmong('m.direction'), type: isAmong('m.type'), sent: withinMs('m.at'),
    department: inDepartments('k.department'),
  },
  sorts: { atMs: { sql: 'm.at', type: 'timestamptz' } },
  narrow: async (queries, { filters: { search = '', account, thread }, scope, page }) => {
    // Threads have an index of their own, and are short beside all that is said.
    if (thread !== undefined) return () => 'true'
    const words = (textsOf(search)[0] ?? '').trim()
    if (words === '') return null
    const accounts = account === undefined ? null : textsOf(account)
    const asked = { words, accounts, isAll: scope.kind === 'company' }
    if (accounts === null && page?.descending === true) {
      // Of the millisecond before which the page begins there may be more.
      const beforeMs = page.from === null ? Infinity : Date.parse(page.from[0] ?? '') + 1
      return partsOf(queries, { ...asked, beforeMs })
    }
    const found = await readCandidates(queries, asked)
    return found === null ? 'many' : areThese(found)
  },
  scope: (scope, bind) => peopleScope({ user: 'v.keeper', department: 'k.department' }, scope, bind),
})

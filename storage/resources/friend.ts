import { friendSourceBase, friendSources } from '../../protocol/friend-source.ts'
import type { friends as definition } from '../../protocol/resources/friend.ts'
import { containsFolded, holds, isAmong, peopleScope, within } from '../filter-sql.ts'
import { narrowContacts } from '../queries/contact-candidates.ts'
import { friendValuesSql } from '../queries/friend-values.ts'
import { holdsValues, narrowValues } from '../queries/value-candidates.ts'
import { narrowFirst, source } from '../source.ts'

/** As the index friend_source has it. */
const code = `((f.profile ->> 'source')::bigint % ${friendSourceBase})`
const known = Object.entries(friendSources)
const isSource = (codes: readonly number[]): string => `${code} in (${codes.join(', ')})`
const label = `case ${known.map(([, { title, codes }]) => `when ${isSource(codes)} then '${title}'`).join(' ')}
  else '其他(' || ${code} || ')' end`

const textsIn = (key: string): string => `array(select jsonb_array_elements_text(
  case when jsonb_typeof(f.profile -> '${key}') = 'array' then f.profile -> '${key}' else '[]' end))`
const told = (key: string): string => `coalesce(f.profile ->> '${key}', '')`
const seat = 'coalesce(s.seat, v.keeper)'

export const friends = source<typeof definition>({
  from: `friend f join account a on a.id = f.account join device v on v.id = a.device
    join app_user u on u.id = v.keeper left join assignment s on s.account = f.account and s.peer = f.peer
    left join app_user w on w.id = ${seat} left join contact_group g on g.id = f.contact_group`,
  key: [{ sql: 'f.account', type: 'text' }, { sql: 'f.peer', type: 'text' }],
  title: `coalesce(nullif(f.remark, ''), nullif(f.nickname, ''), f.peer)`,
  columns: {
    nickname: 'f.nickname', remark: 'f.remark', alias: 'f.alias', wxid: 'f.peer', labels: textsIn('labels'),
    gender: `case f.gender when 1 then 'male' when 2 then 'female' else 'unknown' end`,
    region: `concat_ws(' ', nullif(nullif(f.profile ->> 'country', 'CN'), '中国'), nullif(f.profile ->> 'province', ''),
      nullif(f.profile ->> 'city', ''))`,
    account: `coalesce(nullif(a.admin_remark, ''), nullif(a.nickname, ''), a.id)`, seat: `coalesce(w.real_name, '')`,
    group: `coalesce(g.name, '')`,
    source: `case when coalesce((f.profile ->> 'source')::bigint, 0) = 0 then ''
      when (f.profile ->> 'source')::bigint >= ${friendSourceBase} then '对方通过' || ${label} || '添加' else ${label} end`,
    addedMs: 'f.added_ms', fields: friendValuesSql('f'),
    signature: told('signature'), phones: textsIn('phones'), avatar: told('avatar'),
    accountId: 'a.id', seatId: seat, groupId: 'g.id::text',
  },
  filters: {
    search: containsFolded(`f.nickname || ' ' || f.remark || ' ' || f.alias || ' ' || f.peer`),
    account: isAmong('f.account'),
    gender: holds({ male: 'f.gender = 1', female: 'f.gender = 2', unknown: 'f.gender not in (1, 2)' }),
    group: isAmong('f.contact_group', 'bigint'),
    source: holds({
      ...Object.fromEntries(known.map(([name, { codes }]) => [name, isSource(codes)])),
      other: `${code} not in (0, ${known.flatMap(([, { codes }]) => codes).join(', ')})`,
      unknown: `coalesce(${code}, 0) = 0`,
    }),
    seat: isAmong(seat),
    added: within('coalesce(f.added_ms, 0)'),
    fields: holdsValues('f'),
  },
  sorts: {
    addedMs: { sql: 'coalesce(f.added_ms, 0)', type: 'bigint' }, nickname: { sql: 'f.nickname', type: 'text' },
  },
  narrow: narrowFirst(narrowContacts('f'), narrowValues),
  scope: (scope, bind) => `not f.removed and a.hidden_at is null
    and ${peopleScope({ user: 'v.keeper', department: 'u.department' }, scope, bind)}`,
})

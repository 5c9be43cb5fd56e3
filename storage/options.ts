import { limits } from '../protocol/limits.ts'
import type { LibraryKind } from '../protocol/operations/library-groups.ts'
import type { Option } from '../protocol/operations/lists.ts'
import type { OptionList } from '../protocol/resource.ts'
import { contains, departmentsBelow, isAmong, peopleScope } from './filter-sql.ts'
import type { Queries } from './pool.ts'
import { usableGroupScope } from './queries/contact-groups.ts'
import { keptGroupScope } from './queries/library-groups.ts'
import { type Bind, type Scope, newBinds } from './source.ts'

interface OptionSource {
  from: string
  id: string
  title: string
  about: string
  search: readonly string[]
  /** Without it: by title. */
  order?: string
  scope: (scope: Scope, bind: Bind) => string
}

export interface OptionsAsked { list: OptionList; scope: Scope; search: string; ids: readonly string[] | null }

/** In order; with ids only those. */
export async function readOptions(queries: Queries, { list, scope, search, ids }: OptionsAsked): Promise<Option[]> {
  const source = optionSources[list]
  const { values, bind } = newBinds()
  const found = ids === null ? contains(...source.search)(search, bind) : isAmong(source.id)(ids, bind)
  const rowsMax = ids === null ? limits.optionsMax : limits.filterEntriesMax
  const text = `select ${source.id} as id, ${source.title} as title, ${source.about} as about from ${source.from}
    where ${source.scope(scope, bind)} and ${found} order by ${source.order ?? 'title'}, id limit ${rowsMax}`
  const { rows } = await queries.query<Option>(text, values)
  return rows.map(({ id, title, about = '' }) => (about === '' ? { id, title } : { id, title, about }))
}

const people: OptionSource = {
  from: 'app_user u join department d on d.id = u.department', id: 'u.id', title: 'u.real_name', about: 'd.name',
  search: ['u.real_name', 'u.login_name', 'd.name'],
  scope: (scope, bind) => peopleScope({ user: 'u.id', department: 'u.department' }, scope, bind),
}

const kept = 'device v join app_user u on u.id = v.keeper'
const keptScope: OptionSource['scope'] = (scope, bind) => {
  return peopleScope({ user: 'v.keeper', department: 'u.department' }, scope, bind)
}

const groupsOf = (kind: 'account' | 'friend' | 'chatroom'): OptionSource => ({
  from: 'contact_group g left join department d on d.id = g.department', id: 'g.id::text', title: 'g.name',
  about: `coalesce(d.name, '')`, search: ['g.name', 'g.remark'], order: 'g.place',
  scope: (scope, bind) => `g.kind = '${kind}' and ${usableGroupScope(scope, bind)}`,
})

/** Those that this user manages. */
const libraryGroupsOf = (kind: LibraryKind): OptionSource => ({
  ...groupsOf('account'), about: `case when g.owner is not null then '个人' else coalesce(d.name, '公共') end`,
  scope: (scope, bind) => keptGroupScope(kind, { scope, keepsShared: true })(bind),
})

const optionSources: Record<OptionList, OptionSource> = {
  users: people,
  seats: {
    ...people,
    scope: (scope, bind) => `not u.disabled and u.permissions || d.permissions && '{chat,admin}' and
      ${people.scope(scope, bind)}`,
  },
  departments: {
    from: 'department d left join department p on p.id = d.parent', id: 'd.id::text', title: 'd.name',
    about: `coalesce(p.name, '')`, search: ['d.name'],
    scope: (scope, bind) => departmentScope(scope, bind),
  },
  deviceGroups: {
    from: 'device_group g', id: 'g.id::text', title: 'g.name', about: 'g.remark', search: ['g.name', 'g.remark'],
    scope: () => 'true',
  },
  accountGroups: groupsOf('account'), friendGroups: groupsOf('friend'), chatroomGroups: groupsOf('chatroom'),
  replyGroups: libraryGroupsOf('reply'), materialGroups: libraryGroupsOf('material'),
  apps: {
    from: 'app p', id: 'p.package', title: 'p.title', about: 'p.package', search: ['p.package', 'p.title'],
    scope: () => 'true',
  },
  devices: {
    from: kept, id: 'v.id', title: `coalesce(nullif(v.remark, ''), v.id)`, about: 'u.real_name',
    search: ['v.id', 'v.remark'], scope: (scope, bind) => `v.revoked_at is null and ${keptScope(scope, bind)}`,
  },
  accounts: {
    from: 'account a join device v on v.id = a.device join app_user u on u.id = v.keeper', id: 'a.id',
    title: `coalesce(nullif(a.nickname, ''), a.id)`,
    about: 'a.alias', search: ['a.id', 'a.nickname', 'a.alias'], scope: keptScope,
  },
  chatrooms: {
    from: `chatroom r join account a on a.id = r.account join device v on v.id = a.device
      join app_user u on u.id = v.keeper`,
    id: `r.account || ' ' || r.peer`, title: `coalesce(nullif(r.name, ''), r.peer)`,
    about: `coalesce(nullif(a.nickname, ''), a.id)`, search: ['r.name', 'r.peer'], scope: keptScope,
  },
  notices: {
    from: 'notice n join app_user u on u.id = n.by_user', id: 'n.id::text', title: 'n.text', about: 'u.real_name',
    search: ['n.text'], order: 'n.sent_at desc',
    scope: (scope, bind) => peopleScope({ user: 'n.by_user', department: 'u.department' }, scope, bind),
  },
  peers: {
    from: `(select account, peer, coalesce(nullif(remark, ''), nullif(nickname, ''), peer) as name,
        nickname || ' ' || remark || ' ' || alias || ' ' || peer as words from friend where not removed
      union all select account, peer, coalesce(nullif(remark, ''), nullif(name, ''), peer), name || ' ' || remark
        from chatroom) n join account a on a.id = n.account join device v on v.id = a.device
      join app_user u on u.id = v.keeper`,
    id: `n.account || ' ' || n.peer`, title: 'n.name', about: `coalesce(nullif(a.nickname, ''), a.id)`,
    search: ['n.words'], scope: keptScope,
  },
}

/** Departments themselves: all, one's own and those below, or one's own. */
export function departmentScope(scope: Scope, bind: Bind): string {
  switch (scope.kind) {
    case 'company': return 'true'
    case 'own': return `d.id = ${bind(scope.department)}::bigint`
    case 'departments': return `d.id in (${departmentsBelow(bind(scope.department))})`
  }
}

import type { AssignmentRule } from '../../protocol/assignment.ts'
import type { DepartmentId, RuleId, UserId } from '../../protocol/ids.ts'
import { effectivePermissions } from '../effective-permissions.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'

export interface SeatRow {
  user: UserId
  name: string
  department: DepartmentId
  disabled: boolean
  permissions: string[]
  connected: boolean
  away: boolean
  cap: number | null
  /** By the rules, on the day that was asked for. */
  given: number
}

export interface TurnRow { rule: RuleId; user: UserId; turn: number }
export interface CompanyRows {
  rules: AssignmentRule[]
  seats: SeatRow[]
  departments: { department: DepartmentId; parent: DepartmentId | null }[]
  turns: TurnRow[]
}

/** What decisions by the rules need to know of the company, as it is now. */
export async function readCompany(queries: Queries, { day }: { day: number }): Promise<CompanyRows> {
  const [rules, seats, departments, turns] = await Promise.all([
    queries.query<AssignmentRule>(selectRules), queries.query<SeatRow>(selectSeats, [day]),
    queries.query<CompanyRows['departments'][number]>(selectDepartments), queries.query<TurnRow>(selectTurns),
  ])
  return { rules: rules.rows, seats: seats.rows, departments: departments.rows, turns: turns.rows }
}

export const ruleColumns = `r.id::text as id, r.name, r.scope, r.groups::text[] as groups, r.accounts, r.target,
  r.departments::text[] as departments, r.turns, r.online_only as "onlineOnly"`

const selectRules = statement('assignment_rules', `
  select ${ruleColumns} from assignment_rule r where r.enabled order by r.place, r.id`)

const selectSeats = statement('assignment_seats', `
  select u.id as "user", u.real_name as name, u.department::text as department, u.disabled,
    ${effectivePermissions} as permissions, coalesce(m.away, false) as away, c.per_day as cap,
    coalesce(g.given, 0) as given,
    u.id = any(array(select p.app_user from seat_presence p where p.online)) as connected
  from app_user u join department d on d.id = u.department
    left join seat_mode m on m.app_user = u.id left join assignment_cap c on c.app_user = u.id
    left join assignment_given g on g.app_user = u.id and g.day = $1
  order by u.created_at, u.id`)

const selectDepartments = statement('assignment_departments', `
  select id::text as department, parent::text as parent from department`)

const selectTurns = statement('assignment_turns', `
  select t.rule::text as rule, t.app_user as "user", t.turn
  from assignment_turn t join assignment_rule r on r.id = t.rule where r.enabled`)

import { isRange, textsOf } from '../protocol/json-fields.ts'
import type { Bind, FilterSql, Scope } from './source.ts'

/** Contains the text in one of these; `%`, `_` and `\` stand for themselves. */
export function contains(...expressions: string[]): FilterSql {
  return (value, bind) => {
    const words = (textsOf(value)[0] ?? '').trim()
    if (words === '') return 'true'
    const pattern = bind(`%${escapeLike(words)}%`)
    return `(${expressions.map((sql) => `${sql} ilike ${pattern}`).join(' or ')})`
  }
}

/** As `contains`, with full and half width alike. */
export function containsFolded(expression: string): FilterSql {
  return (value, bind) => {
    const words = (textsOf(value)[0] ?? '').trim()
    return words === '' ? 'true' : `position(ark_folded(${bind(words)}::text) in ark_folded(${expression})) > 0`
  }
}

/** Is one of these ids or choices. */
export function isAmong(expression: string, type: 'text' | 'bigint' = 'text'): FilterSql {
  return (value, bind) => {
    const ids = type === 'text' ? textsOf(value) : textsOf(value).filter(isNumber)
    return `${expression} = any(${bind(ids)}::${type}[])`
  }
}

/** Each choice has an expression of its own; any of the chosen holds. */
export function holds(choices: Readonly<Record<string, string>>): FilterSql {
  return (value) => {
    const chosen = textsOf(value).map((one) => (Object.hasOwn(choices, one) ? choices[one] : 'false'))
    return chosen.length === 0 ? 'true' : `(${chosen.join(' or ')})`
  }
}

/** Both ends belong to it. */
export function withinMs(expression: string): FilterSql {
  return range(expression, (bind, ms) => `to_timestamp(${bind(ms)}::double precision / 1000)`)
}

export function within(expression: string): FilterSql {
  return range(expression, (bind, number) => `${bind(number)}::bigint`)
}

/** In one of these departments or below. */
export function inDepartments(expression: string): FilterSql {
  return (value, bind) => {
    const ids = `any(${bind(textsOf(value).filter(isNumber))}::bigint[])`
    return `${expression} in (${departmentsBelow(ids)})`
  }
}

/** For rows that belong to a person: `user` and `department` are expressions. */
export function peopleScope(
  { user, department }: { user: string; department: string }, scope: Scope, bind: Bind,
): string {
  switch (scope.kind) {
    case 'company': return 'true'
    case 'own': return `${user} = ${bind(scope.user)}`
    case 'departments': {
      return `(${user} = ${bind(scope.user)} or ${department} in (${departmentsBelow(bind(scope.department))}))`
    }
  }
}

/** Ids of the departments that `is = …` names, and of all below. */
export function departmentsBelow(is: string): string {
  return `with recursive below (id) as (
    select id from department where id = ${is}
    union select child.id from department child join below on child.parent = below.id) select id from below`
}

/** Ids of the department that `is = …` names, and of all above. */
export function departmentsAbove(is: string): string {
  return `with recursive above (id, parent) as (
    select id, parent from department where id = ${is}
    union select up.id, up.parent from department up join above on above.parent = up.id) select id from above`
}

export function msOf(timestamp: string): string {
  return `(extract(epoch from ${timestamp}) * 1000)::bigint`
}

export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

function range(expression: string, bound: (bind: Bind, at: number) => string): FilterSql {
  return (value, bind) => {
    if (!isRange(value)) return 'true'
    const { from = null, to = null } = value
    const ends = [
      ...(from === null ? [] : [`${expression} >= ${bound(bind, from)}`]),
      ...(to === null ? [] : [`${expression} <= ${bound(bind, to)}`]),
    ]
    return ends.length === 0 ? 'true' : `(${ends.join(' and ')})`
  }
}

function isNumber(text: string): boolean {
  return /^\d{1,15}$/.test(text)
}

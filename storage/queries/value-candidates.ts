import { type ExtensionCondition, readCondition } from '../../protocol/extension-condition.ts'
import { foldedText } from '../../protocol/folded-text.ts'
import { textsOf } from '../../protocol/json-fields.ts'
import { escapeLike } from '../filter-sql.ts'
import { type Bind, type FilterSql, type Source, newBinds } from '../source.ts'

/** The filter `extensions` of a list of friends `name`: choices of one field are any of, all else is and. */
export function holdsValues(name: string): FilterSql {
  return (value, bind) => {
    const all = conditionsOf(textsOf(value)).map((sql) => `(${name}.account, ${name}.peer) in (
      select x.account, x.peer from friend_value x where ${sql(bind)})`)
    return all.length === 0 ? 'true' : all.join(' and ')
  }
}

/** Asks the values' own indexes whether few friends have them: then these are all looked at. Null: they are many. */
export const narrowValues: NonNullable<Source['narrow']> = async (queries, { filters: { fields = [] } }) => {
  for (const sql of conditionsOf(textsOf(fields))) {
    const { values, bind } = newBinds()
    const { rows } = await queries.query(`select from friend_value x where ${sql(bind)} limit ${hitsMax + 1}`, values)
    if (rows.length <= hitsMax) return () => 'true'
  }
  return null
}

type Sql = (bind: Bind) => string

function conditionsOf(texts: readonly string[]): Sql[] {
  const conditions = texts.map(readCondition).filter((one) => one !== null)
  const chosen = conditions.filter((one) => one.is === 'choice')
  return [
    ...[...new Set(chosen.map(({ field }) => field))].map((id): Sql => {
      const own = chosen.filter(({ field }) => field === id).map(({ text }) => `${id} ${text}`)
      return (bind) => `x.chosen && ${bind(own)}::text[]`
    }),
    ...conditions.filter((one) => one.is !== 'choice').map((one): Sql => (bind) => otherSql(one, bind)),
  ]
}

function otherSql(condition: Exclude<ExtensionCondition, { is: 'choice' }>, bind: Bind): string {
  const field = `x.field = ${bind(condition.field)}::bigint`
  if (condition.is === 'words') {
    return `${field} and x.folded like ${bind(`%${escapeLike(foldedText(condition.text.trim()))}%`)}`
  }
  const { from, to } = condition
  const ends = [
    ...(from === null ? [] : [`x.ordered >= ${bind(from)}::double precision`]),
    ...(to === null ? [] : [`x.ordered <= ${bind(to)}::double precision`]),
  ]
  return [field, ...ends].join(' and ')
}

/** As many are looked at and sorted for one page. */
const hitsMax = 3_000

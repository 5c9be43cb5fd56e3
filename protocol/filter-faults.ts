import { readCondition } from './extension-condition.ts'
import { isRange, textsOf } from './json-fields.ts'
import type { FieldFault } from './message.ts'
import type { Filter, FilterValue, FilterValues, Resource } from './resource.ts'

/** Every filter that the resource doesn't have, or whose value isn't of its kind. */
export function filterFaults({ filters }: Pick<Resource, 'filters'>, values: FilterValues): FieldFault[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined
    const reason = filter === undefined ? 'no filter of this list' : fault(filter, value)
    return reason === null ? [] : [{ field: `filters.${name}`, reason }]
  })
}

function fault(filter: Filter, value: FilterValue): string | null {
  switch (filter.kind) {
    case 'search': return typeof value === 'string' ? null : 'not a text'
    case 'choice': return choiceFault(Object.keys(filter.choices), value)
    case 'option':
    case 'department': return Array.isArray(value) ? null : 'not a list of ids'
    case 'extensions': return textsOf(value).every((one) => readCondition(one) !== null) && !isRange(value)
      ? null : 'not a list of conditions'
    case 'toggle': return value === 'true' ? null : 'not true'
    case 'timeRange':
    case 'numberRange': return isRange(value) ? null : 'not a range'
  }
}

function choiceFault(choices: readonly string[], value: FilterValue): string | null {
  if (isRange(value)) return 'not a choice'
  const wrong = textsOf(value).find((one) => !choices.includes(one))
  return wrong === undefined ? null : `not one of ${choices.join(', ')}`
}

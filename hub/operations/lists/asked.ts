import { filterFaults } from '../../../protocol/filter-faults.ts'
import { mayDo } from '../../../protocol/permissions.ts'
import type { FilterValues, Resource, Selection } from '../../../protocol/resource.ts'
import { type ResourceName, resources } from '../../../protocol/resources/index.ts'
import { sourceOf } from '../../../storage/resources/index.ts'
import type { Scope, Source } from '../../../storage/source.ts'
import type { UserEntry } from '../../directory/entries.ts'
import { Refusal, refuse } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

/** A resource, as this user may see it. */
export interface Asked { definition: Resource; source: Source; scope: Scope }

/** The one gate to every list: the resource's right, then the user's scope. */
export function askFor(resource: ResourceName, user: UserEntry): Asked | Refusal {
  const definition: Resource = resources[resource]
  if (!mayDo(user.permissions, definition.permission)) {
    return refuse('noRight', `this needs the permission ${definition.permission}`)
  }
  return { definition, source: sourceOf(resource), scope: scopeOf(user) }
}

export function refuseFilters(definition: Resource, filters: FilterValues): Refusal | null {
  const faults = filterFaults(definition, filters)
  return faults.length === 0 ? null : new Refusal({ code: 'badInput', reason: 'the filters have faults', faults })
}

export function refuseSelection(definition: Resource, selection: Selection): Refusal | null {
  return 'rows' in selection ? null : refuseFilters(definition, selection.filters)
}

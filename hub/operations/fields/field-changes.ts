import { extensionFieldsChanged } from '../../../protocol/events/customer.ts'
import { type ExtensionKind, extensionLimits, hasChoices } from '../../../protocol/extension-field.ts'
import type { DepartmentId } from '../../../protocol/ids.ts'
import type { Queries } from '../../../storage/pool.ts'
import { lockDepartment } from '../../../storage/queries/departments.ts'
import { countEnabledFields } from '../../../storage/queries/extension-fields.ts'
import type { UserEntry } from '../../directory/entries.ts'
import type { OutboxEntry } from '../context.ts'
import { type Refusal, refuse, refuseField } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

interface Given {
  kind: ExtensionKind
  choices: readonly string[]
  departments: readonly DepartmentId[]
  enabled: boolean
}

/** What a field may not be: without choices, with one twice, of departments out of sight, one too many. */
export async function refuseFieldValues(
  inside: Queries, { kind, choices, departments, enabled }: Given, { by, isNew }: { by: UserEntry; isNew: boolean },
): Promise<Refusal | null> {
  if (hasChoices(kind) && choices.length === 0) return refuseField('choices', 'empty')
  if (new Set(choices).size < choices.length) return refuseField('choices', 'a choice twice')
  for (const id of departments) {
    if (await lockDepartment(inside, { id, scope: scopeOf(by) }) === undefined) {
      return refuseField('departments', 'no such department')
    }
  }
  if (!isNew || !enabled || await countEnabledFields(inside) < extensionLimits.fieldsMax) return null
  return refuse('tooMany', `${extensionLimits.fieldsMax} fields are in use: disable one first`)
}

/** Consoles read them again; whose row has a version says it. */
export function toldFields(version: number): OutboxEntry[] {
  return [{ fact: extensionFieldsChanged, value: { version } }]
}

import { hasChoices } from '../../../protocol/extension-field.ts'
import { changeExtensionField as operation } from '../../../protocol/operations/extension-fields.ts'
import { lockExtensionField, updateExtensionField } from '../../../storage/queries/extension-fields.ts'
import { change, differences } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseStale } from '../refusal.ts'
import { scopeOf } from '../scope.ts'
import { refuseFieldValues, toldFields } from './field-changes.ts'

export const changeExtensionField = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const stored = await lockExtensionField(inside, { id: input.field, scope: scopeOf(context.user) })
  if (stored === undefined) return refuse('notFound', 'no such field')
  if (stored.version !== input.version) return refuseStale(stored)
  const { id, kind, version } = stored
  const values = {
    name: input.name ?? stored.name, choices: hasChoices(kind) ? input.choices ?? stored.choices : [],
    departments: input.departments ?? stored.departments, enabled: input.enabled ?? stored.enabled,
  }
  const changed = differences({ ...stored }, values)
  if (changed === null) return { output: { version }, audit: [] }
  // Departments it is for already may lie out of sight by now.
  const departments = values.departments.filter((one) => !stored.departments.includes(one))
  const isNew = !stored.enabled
  const refusal = await refuseFieldValues(inside, { ...values, kind, departments }, { by: context.user, isNew })
  if (refusal !== null) return refusal
  if (!await updateExtensionField(inside, { id, ...values })) return refuse('nameTaken', 'a field has this name')
  return {
    output: { version: version + 1 }, audit: [{ kind: 'extensionField', id, title: values.name, ...changed }],
    outbox: toldFields(version + 1),
  }
}))

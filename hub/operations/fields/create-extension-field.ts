import { hasChoices } from '../../../protocol/extension-field.ts'
import { createExtensionField as operation } from '../../../protocol/operations/extension-fields.ts'
import { insertExtensionField } from '../../../storage/queries/extension-fields.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'
import { refuseFieldValues, toldFields } from './field-changes.ts'

export const createExtensionField = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const { name: title, kind } = input
  const choices = hasChoices(kind) ? input.choices ?? [] : []
  const values = { name: title, kind, choices, departments: input.departments ?? [], enabled: true }
  const refusal = await refuseFieldValues(inside, values, { by: context.user, isNew: true })
  if (refusal !== null) return refusal
  const field = await insertExtensionField(inside, values)
  if (field === null) return refuse('nameTaken', 'a field has this name')
  return {
    output: { field }, audit: [{ kind: 'extensionField', id: field, title, before: null, after: values }],
    outbox: toldFields(1),
  }
}))

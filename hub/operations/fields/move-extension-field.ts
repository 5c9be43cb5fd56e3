import { moveExtensionField as operation } from '../../../protocol/operations/extension-fields.ts'
import { lockExtensionField, lockFieldBeside, tradeFieldPlaces } from '../../../storage/queries/extension-fields.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'
import { scopeOf } from '../scope.ts'
import { toldFields } from './field-changes.ts'

/** At the end of the list it stays where it is. */
export const moveExtensionField = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const field = await lockExtensionField(inside, { id: input.field, scope: scopeOf(context.user) })
  if (field === undefined) return refuse('notFound', 'no such field')
  const beside = await lockFieldBeside(inside, field, input.direction)
  if (beside === undefined) return { output: {}, audit: [] }
  await tradeFieldPlaces(inside, [field, beside])
  const { id, name: title, place, version } = field
  return {
    output: {}, audit: [{ kind: 'extensionField', id, title, before: { place }, after: { place: beside.place } }],
    outbox: toldFields(version),
  }
}))

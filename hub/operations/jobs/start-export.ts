import { startExport as operation } from '../../../protocol/operations/jobs.ts'
import { extensionsOf, withExtensionColumns } from '../../../protocol/extension-columns.ts'
import type { Resource } from '../../../protocol/resource.ts'
import { readExtensionFields } from '../../../storage/queries/extension-fields.ts'
import type { UserContext } from '../context.ts'
import { defineHandler } from '../define-handler.ts'
import { askFor, refuseSelection } from '../lists/asked.ts'
import { Refusal, refuseField } from '../refusal.ts'
import { queueJob } from './queue-job.ts'

export const startExport = defineHandler(operation, async (input, context) => {
  const asked = askFor(input.resource, context.user)
  if (asked instanceof Refusal) return asked
  const { definition } = asked
  const refused = refuseSelection(definition, input.selection)
  if (refused !== null) return refused
  const known = exportable(await withFields(context, definition))
  const columns = input.columns ?? known
  const unknown = columns.find((one) => !known.includes(one))
  if (unknown !== undefined || columns.length === 0) {
    return refuseField('columns', `not columns to export: ${unknown ?? 'none'}`)
  }
  const sort = input.sort ?? definition.sort.by
  if (!definition.sorts.includes(sort)) return refuseField('sort', `not one of ${definition.sorts.join(', ')}`)
  const { resource, selection, format } = input
  const work = { resource, selection, format, columns, sort }
  return queueJob(context, { kind: 'export', title: `导出${definition.title}`, work })
})

/** The extension fields are columns too. */
async function withFields({ pool, user }: UserContext, definition: Resource): Promise<Resource> {
  if (extensionsOf(definition.columns) === null) return definition
  return withExtensionColumns(definition, await readExtensionFields(pool, { department: user.departmentId }))
}

function exportable({ columns }: Resource): string[] {
  return Object.entries(columns).filter(([, { show }]) => show !== 'inner').map(([name]) => name)
}

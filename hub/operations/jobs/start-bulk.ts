import { bulkActions } from '../../../protocol/bulk/index.ts'
import type { BulkAction } from '../../../protocol/bulk-action.ts'
import { readInput } from '../../../protocol/operation.ts'
import { startBulk as operation } from '../../../protocol/operations/jobs.ts'
import { mayDo } from '../../../protocol/permissions.ts'
import type { ResourceName } from '../../../protocol/resources/index.ts'
import { defineHandler } from '../define-handler.ts'
import { askFor, refuseSelection } from '../lists/asked.ts'
import { Refusal, refuse } from '../refusal.ts'
import { queueJob } from './queue-job.ts'

export const startBulk = defineHandler(operation, (input, context) => {
  const action: BulkAction = bulkActions[input.action]
  const { user } = context
  if (!mayDo(user.permissions, action.permission)) {
    return refuse('noRight', `this needs the permission ${action.permission}`)
  }
  const asked = askFor(action.resource as ResourceName, user)
  if (asked instanceof Refusal) return asked
  const refused = refuseSelection(asked.definition, input.selection)
  if (refused !== null) return refused
  const read = readInput(action, input.input ?? {})
  if (!read.ok) {
    const faults = read.faults.map(({ field, reason }) => ({ field: `input.${field}`, reason }))
    return new Refusal({ code: 'badInput', reason: 'the input of the action has faults', faults })
  }
  const work = { action: input.action, selection: input.selection, input: read.input }
  return queueJob(context, { kind: 'bulk', title: action.title, work })
})

import { bulkAction } from '../bulk-action.ts'
import { autoAcceptFields } from '../operations/automation.ts'

/** AUTO-1. */
export const setAutoAccepts = bulkAction({
  name: 'setAutoAccepts', resource: 'automation', title: '批量设置自动通过', permission: 'automation',
  input: autoAcceptFields(),
})

/** AUTO-3. */
export const removeGreetings = bulkAction({
  name: 'removeGreetings', resource: 'automation', title: '恢复通用规则', permission: 'automation', input: {},
})

import { listExtensionFields as operation } from '../../../protocol/operations/extension-fields.ts'
import { readExtensionFields } from '../../../storage/queries/extension-fields.ts'
import { defineHandler } from '../define-handler.ts'

export const listExtensionFields = defineHandler(operation, async (_input, { pool, user }) => {
  return { fields: await readExtensionFields(pool, { department: user.departmentId }) }
})

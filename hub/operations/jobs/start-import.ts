import { imports } from '../../../protocol/imports/index.ts'
import type { ImportSheet } from '../../../protocol/import-sheet.ts'
import { startImport as operation } from '../../../protocol/operations/jobs.ts'
import { mayDo } from '../../../protocol/permissions.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuse } from '../refusal.ts'
import { ownUpload } from './own-upload.ts'
import { queueJob } from './queue-job.ts'

/** The file is a medium that this user uploaded themselves. */
export const startImport = defineHandler(operation, async ({ sheet, media }, context) => {
  const definition: ImportSheet = imports[sheet]
  if (!mayDo(context.user.permissions, definition.permission)) {
    return refuse('noRight', `this needs the permission ${definition.permission}`)
  }
  const medium = await ownUpload(media, context)
  if (medium instanceof Refusal) return medium
  return queueJob(context, { kind: 'import', title: definition.title, work: { sheet, media } })
})

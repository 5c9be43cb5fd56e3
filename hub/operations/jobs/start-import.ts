import { imports } from '../../../protocol/imports/index.ts'
import type { ImportSheet } from '../../../protocol/import-sheet.ts'
import { startImport as operation } from '../../../protocol/operations/jobs.ts'
import { mayDo } from '../../../protocol/permissions.ts'
import { uploaderOf } from '../../media/media-access.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseField } from '../refusal.ts'
import { queueJob } from './queue-job.ts'

/** The file is a medium that this user uploaded themselves. */
export const startImport = defineHandler(operation, async ({ sheet, media }, context) => {
  const definition: ImportSheet = imports[sheet]
  const { user, mediaStore } = context
  if (!mayDo(user.permissions, definition.permission)) {
    return refuse('noRight', `this needs the permission ${definition.permission}`)
  }
  const medium = await mediaStore.findAgain(media)
  const isOwn = medium?.uploaders.has(uploaderOf({ kind: 'user', user: user.id })) === true
  if (!isOwn) return refuseField('media', 'you uploaded no such file')
  return queueJob(context, { kind: 'import', title: definition.title, work: { sheet, media } })
})

import { listNotices as operation } from '../../../protocol/operations/notices.ts'
import { readWaitingNotices } from '../../../storage/queries/notices.ts'
import { defineHandler } from '../define-handler.ts'

export const listNotices = defineHandler(operation, async (_input, { pool, user }) => {
  return { notices: await readWaitingNotices(pool, user.id) }
})

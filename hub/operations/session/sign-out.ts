import { signOut as operation } from '../../../protocol/operations/session.ts'
import { deleteSession } from '../../../storage/queries/sessions.ts'
import { defineHandler } from '../define-handler.ts'
import { recordConfigChange } from '../record-config-change.ts'

export const signOut = defineHandler(operation, async (_input, context) => {
  const { pool, directory, session, wakeOutbox, setCookie } = context
  await pool.transaction(async (inside) => {
    await deleteSession(inside, Buffer.from(session.hash, 'hex'))
    await recordConfigChange(inside, { area: 'session', key: session.hash }, context)
  })
  wakeOutbox()
  directory.endSession(session.hash)
  setCookie(null)
  return {}
})

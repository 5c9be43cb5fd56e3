import { deleteApp as operation } from '../../../protocol/operations/device-setup.ts'
import { deleteApp as remove, lockApp } from '../../../storage/queries/apps.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseStale } from '../refusal.ts'

export const deleteApp = defineHandler(operation, ({ app, version }, context) => change(context, async (inside) => {
  const stored = await lockApp(inside, app)
  if (stored === undefined) return refuse('notFound', 'no such app')
  if (stored.version !== version) return refuseStale(stored)
  await remove(inside, app)
  const { title } = stored
  return { output: {}, audit: [{ kind: 'app', id: app, title, before: { title }, after: null }] }
}))

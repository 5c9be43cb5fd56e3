import { changeApp as operation } from '../../../protocol/operations/device-setup.ts'
import { lockApp, updateApp } from '../../../storage/queries/apps.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseStale } from '../refusal.ts'

export const changeApp = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const { app, version, title } = input
  const stored = await lockApp(inside, app)
  if (stored === undefined) return refuse('notFound', 'no such app')
  if (stored.version !== version) return refuseStale(stored)
  await updateApp(inside, { app, title })
  return {
    output: { version: version + 1 },
    audit: [{ kind: 'app', id: app, title, before: { title: stored.title }, after: { title } }],
  }
}))

import { createApp as operation } from '../../../protocol/operations/device-setup.ts'
import { insertApp } from '../../../storage/queries/apps.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuseField } from '../refusal.ts'

export const createApp = defineHandler(operation, ({ app, title }, context) => change(context, async (inside) => {
  if (!await insertApp(inside, { app, title })) return refuseField('app', 'this package is in the catalogue already')
  return { output: { app }, audit: [{ kind: 'app', id: app, title, before: null, after: { title } }] }
}))

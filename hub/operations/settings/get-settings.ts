import { getSettings as operation } from '../../../protocol/operations/device-setup.ts'
import { readSettings } from '../../../storage/queries/settings.ts'
import { defineHandler } from '../define-handler.ts'

export const getSettings = defineHandler(operation, (_input, { pool }) => readSettings(pool))

import { settingsChanged } from '../../../protocol/events/outbox.ts'
import { type Settings, changeSettings as operation } from '../../../protocol/operations/device-setup.ts'
import { readSettings, updateSettings } from '../../../storage/queries/settings.ts'
import { raiseAllConfigVersions } from '../../../storage/writers/device-configurations.ts'
import { configureRequest } from '../../commands/configure-request.ts'
import { compilePattern } from '../../masking/compile-pattern.ts'
import { change, differences } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuseField, refuseStale } from '../refusal.ts'

export const changeSettings = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const stored = await readSettings(inside, { lock: true })
  if (stored.version !== input.version) return refuseStale(stored)
  for (const field of patternFields) {
    const compiled = input[field] ? compilePattern(input[field]) : null
    if (compiled !== null && 'reason' in compiled) return refuseField(field, compiled.reason)
  }
  const { version, ...before } = stored
  const after = valuesAfter(before, input)
  const changed = differences(before, after)
  if (changed === null) return { output: { version }, audit: [] }
  await updateSettings(inside, after)
  const forPhones = phoneFields.some((field) => field in changed.after)
  const stale = forPhones ? await raiseAllConfigVersions(inside) : []
  const { nowMs, user } = context
  return {
    output: { version: version + 1 },
    audit: [{ kind: 'setting', id: 'company', title: '系统设置', ...changed }],
    config: 'maskConsole' in changed.after ? [{ area: 'setting', key: 'company' }] : [],
    outbox: [
      ...stale.map((row) => configureRequest(row, { nowMs, user: user.id })),
      ...quietFields.some((field) => field in changed.after)
        ? [{ fact: settingsChanged, value: { types: after.quietTypes, words: after.quietWords } }] : [],
    ],
  }
}))

type Values = Omit<Settings, 'version'>

/** What is left out stays; an empty pattern is none. */
function valuesAfter(before: Values, given: { [K in keyof Values]: Values[K] | null }): Values {
  const named = Object.entries(given).filter(([field, value]) => field in before && value !== null)
  const after = { ...before, ...Object.fromEntries(named) }
  for (const field of patternFields) if (after[field] === '') after[field] = null
  return after
}

const patternFields = ['maskApps', 'maskWechat', 'maskConsole'] as const
const quietFields = ['quietTypes', 'quietWords'] as const
const phoneFields = ['fullRoomPictures', 'fullFriendPictures', 'freeMode', 'maskApps', 'maskWechat'] as const

import { setSeatCaps as operation } from '../../../protocol/operations/assignment-rules.ts'
import { lockSeatCaps, writeSeatCaps } from '../../../storage/queries/seat-caps.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuseField } from '../refusal.ts'
import { scopeOf } from '../scope.ts'
import { rulesChanged } from './rule-values.ts'

/** RULE-6: 好友分配上限. */
export const setSeatCaps = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const wanted = new Map(input.caps.map(({ seat, perDay }) => [seat, perDay ?? null]))
  const stored = await lockSeatCaps(inside, { seats: [...wanted.keys()], scope: scopeOf(context.user) })
  if (stored.length < wanted.size) return refuseField('caps', 'no such user')
  const changed = stored.filter(({ seat, perDay }) => wanted.get(seat) !== perDay)
  if (changed.length === 0) return { output: {}, audit: [] }
  await writeSeatCaps(inside, changed.map(({ seat }) => ({ seat, perDay: wanted.get(seat) ?? null })))
  return {
    output: {}, outbox: rulesChanged,
    audit: changed.map(({ seat, name, perDay }) => ({
      kind: 'user', id: seat, title: name, before: { perDay }, after: { perDay: wanted.get(seat) ?? null },
    })),
  }
}))

import { limits } from '../../../protocol/limits.ts'
import { localDayOf } from '../../../protocol/local-day.ts'
import { listSeatCaps as operation } from '../../../protocol/operations/assignment-rules.ts'
import { readSeatCaps } from '../../../storage/queries/seat-caps.ts'
import { defineHandler } from '../define-handler.ts'
import { scopeOf } from '../scope.ts'

export const listSeatCaps = defineHandler(operation, async ({ search }, { pool, user, nowMs }) => {
  const rows = await readSeatCaps(pool, {
    scope: scopeOf(user), search: search ?? '', day: localDayOf(nowMs), rowsMax: limits.seatCapsMax + 1,
  })
  return { rows: rows.slice(0, limits.seatCapsMax), more: rows.length > limits.seatCapsMax }
})

import { listSeats as operation } from '../../../protocol/operations/teamwork.ts'
import { mayDo } from '../../../protocol/permissions.ts'
import { readSeatLoads } from '../../../storage/queries/seat-loads.ts'
import { maySupervise } from '../../directory/may-watch.ts'
import { defineHandler } from '../define-handler.ts'

export const listSeats = defineHandler(operation, async (_input, { pool, directory, user, nowMs }) => {
  const loads = await readSeatLoads(pool, { sinceMs: nowMs - recentMs })
  const rows = loads.flatMap(({ user: id, ...load }) => {
    const entry = directory.user(id)
    if (entry === undefined || entry.disabled || !mayDo(entry.permissions, 'chat')) return []
    const { realName: name, department, departmentId } = entry
    const supervised = id !== user.id && maySupervise(directory, { user: user.id, seat: id })
    return [{ user: id, name, department, departmentId, supervised, ...load }]
  })
  return { rows }
})

/** Of a seat's conversations those of so long count as its load. */
const recentMs = 2 * 86_400_000

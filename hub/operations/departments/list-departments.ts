import type { DepartmentId } from '../../../protocol/ids.ts'
import { type DepartmentRow, listDepartments as operation } from '../../../protocol/operations/departments.ts'
import { readDepartments } from '../../../storage/queries/departments.ts'
import { defineHandler } from '../define-handler.ts'
import { scopeOf } from '../scope.ts'

export const listDepartments = defineHandler(operation, async (_input, { pool, user }) => {
  return { rows: inTreeOrder(await readDepartments(pool, scopeOf(user))) }
})

type Flat = Omit<DepartmentRow, 'peopleBelow'>

/** Parents first, each followed by all below it; what has its parent outside stands at the top. */
export function inTreeOrder(flat: readonly Flat[]): DepartmentRow[] {
  const known = new Set(flat.map(({ department }) => department))
  const children = new Map<DepartmentId | null, Flat[]>()
  for (const row of flat) {
    const parent = row.parent !== null && known.has(row.parent) ? row.parent : null
    children.set(parent, [...children.get(parent) ?? [], { ...row, parent }])
  }
  const below = (parent: DepartmentId | null): DepartmentRow[] => (children.get(parent) ?? []).flatMap((row) => {
    const under = below(row.department)
    const direct = under.filter((one) => one.parent === row.department)
    return [{ ...row, peopleBelow: row.people + direct.reduce((sum, one) => sum + one.peopleBelow, 0) }, ...under]
  })
  return below(null)
}

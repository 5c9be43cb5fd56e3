import type { ImportName } from '../../protocol/imports/index.ts'
import type { imports } from '../../protocol/imports/index.ts'
import type { SheetRow } from '../../protocol/import-sheet.ts'
import { createUser } from '../../protocol/operations/users.ts'
import { readInput } from '../../protocol/operation.ts'
import type { DepartmentId } from '../../protocol/ids.ts'
import type { Queries } from '../../storage/pool.ts'
import { readDepartments } from '../../storage/queries/departments.ts'
import type { UserEntry } from '../directory/entries.ts'
import type { Change } from '../operations/change.ts'
import { inTreeOrder } from '../operations/departments/list-departments.ts'
import { Refusal, refuseField } from '../operations/refusal.ts'
import { scopeOf } from '../operations/scope.ts'
import { addUser } from '../operations/users/user-changes.ts'
import { hashPassword } from '../sessions/password.ts'

export interface ImportedRow<Cells> { cells: Cells; by: UserEntry; nowMs: number; queries: Queries }
type RowWork = (inside: Queries) => Promise<Change<unknown> | Refusal>
type RowsOf = { [K in ImportName]: (row: ImportedRow<SheetRow<(typeof imports)[K]>>) => Promise<RowWork | Refusal> }

/** What each sheet does with a row: what takes long comes before the transaction, the work is inside. */
export const importRows: RowsOf = {
  async users({ cells, by, nowMs, queries }) {
    const department = await findDepartment(queries, { path: cells.department, by })
    if (department instanceof Refusal) return department
    const read = readInput(createUser, { ...cells, department })
    if (!read.ok) {
      const reason = read.faults.map((fault) => `${fault.field}: ${fault.reason}`).join('; ')
      return new Refusal({ code: 'badInput', reason })
    }
    const { loginName, realName, phone, email, remark } = read.input
    const optional = { phone: phone ?? '', email: email ?? '', remark: remark ?? '' }
    const values = { loginName, realName, department, ...optional, permissions: [] }
    const password = await hashPassword(read.input.password)
    return (inside) => addUser(inside, { values, password, by, nowMs })
  },
}

/** By its name, or by the end of its path: 销售中心/房产销售组. */
async function findDepartment(
  queries: Queries, { path, by }: { path: string; by: UserEntry },
): Promise<DepartmentId | Refusal> {
  const paths = new Map<DepartmentId, string>()
  for (const { department, parent, name } of inTreeOrder(await readDepartments(queries, scopeOf(by)))) {
    paths.set(department, `${parent === null ? '' : paths.get(parent) ?? ''}/${name}`)
  }
  const wanted = `/${path.split('/').map((one) => one.trim()).filter((one) => one !== '').join('/')}`
  const found = [...paths].filter(([, one]) => one.endsWith(wanted))
  const [first] = found
  if (first === undefined) return refuseField('department', 'no such department')
  return found.length === 1 ? first[0] : refuseField('department', 'several departments have this name: write the path')
}

import type { ImportName } from '../../protocol/imports/index.ts'
import type { imports } from '../../protocol/imports/index.ts'
import type { SheetRow } from '../../protocol/import-sheet.ts'
import { createUser } from '../../protocol/operations/users.ts'
import { readInput } from '../../protocol/operation.ts'
import type { ContactGroupId, DepartmentId } from '../../protocol/ids.ts'
import type { FieldFault } from '../../protocol/message.ts'
import { shelfScopes } from '../../protocol/operations/library-groups.ts'
import { createQuickReply } from '../../protocol/operations/quick-replies.ts'
import type { Queries } from '../../storage/pool.ts'
import { readDepartments } from '../../storage/queries/departments.ts'
import { readLibraryGroups } from '../../storage/queries/library-groups.ts'
import type { UserEntry } from '../directory/entries.ts'
import type { Change } from '../operations/change.ts'
import { inTreeOrder } from '../operations/departments/list-departments.ts'
import { keptBy } from '../operations/library/keeper.ts'
import { lockKept } from '../operations/library/library-groups.ts'
import { addReply } from '../operations/library/reply-changes.ts'
import { Refusal, refuse, refuseField } from '../operations/refusal.ts'
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
    if (!read.ok) return refuseCells(read.faults)
    const { loginName, realName, phone, email, remark } = read.input
    const optional = { phone: phone ?? '', email: email ?? '', remark: remark ?? '' }
    const values = { loginName, realName, department, ...optional, permissions: [] }
    const password = await hashPassword(read.input.password)
    return (inside) => addUser(inside, { values, password, by, nowMs })
  },
  async quickReplies({ cells, by, queries }) {
    const group = await findReplyGroup(queries, { path: cells.group, by })
    if (group instanceof Refusal) return group
    const read = readInput(createQuickReply, { group, title: cells.title, parts: [{ type: 'text', text: cells.text }] })
    if (!read.ok) return refuseCells(read.faults)
    const { title, parts } = read.input
    return async (inside) => {
      const stored = await lockKept(inside, group, { user: by, kind: 'reply' })
      return stored instanceof Refusal ? stored : addReply(inside, stored, { title, parts, author: by.id })
    }
  },
}

/** By its name, or by its shelf and name: 公共/价格类. Of those that this user manages. */
async function findReplyGroup(
  queries: Queries, { path, by }: { path: string; by: UserEntry },
): Promise<ContactGroupId | Refusal> {
  const kept = keptBy(by, 'reply')
  const groups = await readLibraryGroups(queries, { kind: 'reply', scope: kept, kept })
  const wanted = path.split('/').map((one) => one.trim()).filter((one) => one !== '').join('/')
  const found = groups.filter(({ scope, departmentName, name }) => {
    return name === wanted || `${scope === 'department' ? departmentName : shelfScopes[scope]}/${name}` === wanted
  })
  const [first] = found
  if (first === undefined) return refuse('badInput', `分组：没有叫「${wanted}」的分组，请先新建`)
  if (found.length > 1) return refuse('badInput', `分组：有 ${found.length} 个分组叫「${wanted}」，请写成「公共/${first.name}」`)
  return first.group
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

function refuseCells(faults: readonly FieldFault[]): Refusal {
  return refuse('badInput', faults.map(({ field, reason }) => `${field}: ${reason}`).join('; '))
}

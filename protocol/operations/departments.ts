import { integer, listOf, oneOf, optional, text } from '../fields.ts'
import { type DepartmentId, departmentId } from '../ids.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import { type Permission, permissionNames } from '../permissions.ts'

/** Children follow their parent, in their order. */
export interface DepartmentRow {
  department: DepartmentId
  /** Null for the top, and for what has its parent outside of the user's scope. */
  parent: DepartmentId | null
  name: string
  remark: string
  /** What everybody in it may do. */
  permissions: Permission[]
  /** People in it; with those of all below. Disabled ones count. */
  people: number
  peopleBelow: number
  version: number
}

export const permissionList = () => listOf(oneOf(...permissionNames), { max: permissionNames.length })
export const version = () => integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const name = () => text({ bytesMin: 1, bytesMax: limits.nameBytesMax })
const remark = () => text({ bytesMax: 2048 })

export const listDepartments = operation<{ rows: DepartmentRow[] }>()({
  name: 'listDepartments', permission: 'signedIn', effect: 'reads',
  about: 'The tree of departments this user sees, parents first, with how many people.', input: {},
})

export const createDepartment = operation<{ department: DepartmentId }>()({
  name: 'createDepartment', permission: 'departments', effect: 'changes', about: 'A new department below another.',
  input: {
    parent: departmentId(), name: name(), remark: optional(remark()), permissions: optional(permissionList()),
  },
})

/** What is left out stays. 409 `conflict` with `current` when the version isn't the newest. */
export const changeDepartment = operation<{ version: number }>()({
  name: 'changeDepartment', permission: 'departments', effect: 'changes',
  about: 'Name, remark, parent, default permissions, place among its sisters.',
  input: {
    department: departmentId(), version: version(), name: optional(name()), remark: optional(remark()),
    parent: optional(departmentId()), permissions: optional(permissionList()),
    /** 0 is the first. */
    place: optional(integer({ min: 0, max: 10_000 })),
  },
})

export const deleteDepartment = operation<Record<string, never>>()({
  name: 'deleteDepartment', permission: 'departments', effect: 'changes',
  about: 'The top one, and one with people or departments in it, stay.',
  input: { department: departmentId(), version: version() },
})

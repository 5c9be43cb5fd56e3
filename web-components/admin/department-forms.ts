import type { DepartmentId } from '../../protocol/ids.ts'
import { type DepartmentRow, changeDepartment, createDepartment } from '../../protocol/operations/departments.ts'
import type { Admin } from '../data/admin.ts'
import type { Form, FormField, FormValues } from './form.ts'

export function newDepartment(parent: string): Form {
  return {
    title: '新增部门', fields: [...fields, parentField], values: { parent }, done: '部门已新增',
      faultFields: { nameTaken: 'name' },
    submit: (values, { admin }) => admin.api.call(createDepartment, {
      name: text(values['name']), remark: text(values['remark']), parent: text(values['parent']) as DepartmentId,
    }),
  }
}

export function changedDepartment(row: DepartmentRow, _admin: Admin): Form {
  return {
    title: `编辑部门「${row.name}」`, fields: row.parent === null ? fields : [...fields, parentField],
    values: readDepartment(row), version: row.version, done: '已保存', faultFields: { nameTaken: 'name' },
    read: (current) => readDepartment(current as unknown as DepartmentRow),
    submit: (values, { admin, version }) => admin.api.call(changeDepartment, {
      department: row.department, version, name: text(values['name']), remark: text(values['remark']),
      parent: row.parent === null ? null : text(values['parent']) as DepartmentId,
    }),
  }
}

function readDepartment({ name, remark, parent }: DepartmentRow): FormValues {
  return { name, remark, parent }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

const fields: readonly FormField[] = [
  { name: 'name', title: '部门名称', kind: 'text', required: true, wide: true },
  { name: 'remark', title: '备注', kind: 'textarea', wide: true },
]
const parentField: FormField = { name: 'parent', title: '父级部门', kind: 'department', required: true, wide: true }

import { type ExtensionKind, extensionKinds, hasChoices } from '../../../../protocol/extension-field.ts'
import type { DepartmentId, ExtensionFieldId } from '../../../../protocol/ids.ts'
import { changeExtensionField, createExtensionField, moveExtensionField }
  from '../../../../protocol/operations/extension-fields.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { extensionFields } from '../../../../protocol/resources/extension-field.ts'
import { create, direct, edit } from '../../actions.ts'
import type { Form, FormField, FormValues } from '../../form.ts'
import { definePage } from '../../page.ts'

type FieldRow = RowOf<typeof extensionFields>

/** EXT-1, EXT-2. */
export default definePage({
  path: 'extension-fields', title: '扩展字段', group: '工作手机', icon: 'columns', words: '客户资料 备注字段 自定义字段',
  resource: extensionFields,
  widths: { kind: 110, scope: 100, filled: 110, enabled: 110 },
  actions: [
    create(createExtensionField, newField, '新增字段'), move('up'), move('down'),
    edit<FieldRow>(changeExtensionField, (row) => ({
      title: `编辑字段「${row.name}」`, values: valuesOf(row), version: row.version, done: '已保存',
      about: `类型：${extensionKinds[row.kind]}。类型不能修改，已填写的内容都会保留。`,
      fields: fieldsFor(({ kind }) => hasChoices(kind as ExtensionKind)), faultFields: { nameTaken: 'name' },
      read: (current) => valuesOf({
        ...current, departmentIds: current.departments as DepartmentId[],
        scope: (current.departments as DepartmentId[]).length === 0 ? 'public' : 'department',
      } as unknown as FieldRow),
      submit: (values, { admin, version }) => admin.api.call(changeExtensionField, {
        field: row.id as ExtensionFieldId, version, ...inputOf({ ...values, kind: row.kind }),
      }),
    })),
    toggle(false), toggle(true),
  ],
  empty: { title: '还没有扩展字段', about: '设置要记录的客户信息，坐席在客服端的「客户资料」里填写，在好友查看里显示和筛选。' },
})

function fieldsFor(withChoices: (values: FormValues) => boolean): readonly FormField[] {
  return [
    { name: 'name', title: '字段名称', kind: 'text', required: true, wide: true, placeholder: '例如：客户状态' },
    { name: 'choices', title: '选项', kind: 'lines', required: true, wide: true, when: withChoices,
      hint: '一行一个；删除或改名的选项，已填写的内容不变' },
    { name: 'isPublic', title: '公共字段', kind: 'switch', wide: true, hint: '打开后所有坐席都可以使用' },
    { name: 'departments', title: '使用部门', kind: 'multi', options: 'departments', required: true, wide: true,
      hint: '这些部门和下级部门的坐席可以使用', when: ({ isPublic }) => isPublic !== true },
  ]
}

function newField(): Form {
  const kind: FormField = {
    name: 'kind', title: '字段类型', kind: 'choice', choices: extensionKinds, required: true, wide: true,
  }
  const [first, ...rest] = fieldsFor(({ kind: given }) => hasChoices(given as ExtensionKind))
  return {
    title: '新增字段', fields: [first as FormField, kind, ...rest], values: { kind: 'text', isPublic: true },
    done: '字段已新增', faultFields: { nameTaken: 'name' },
    submit: (values, { admin }) => admin.api.call(createExtensionField, {
      kind: values.kind as ExtensionKind, ...inputOf(values),
    }),
  }
}

function valuesOf({ name, kind, choices, scope, departmentIds }: FieldRow): FormValues {
  return { name, kind, choices: choices.join('\n'), isPublic: scope === 'public', departments: departmentIds }
}

function inputOf({ name, kind, choices, isPublic, departments }: FormValues) {
  const lines = typeof choices === 'string' ? choices.split('\n').map((line) => line.trim()).filter(Boolean) : []
  return {
    name: String(name).trim(), choices: hasChoices(kind as ExtensionKind) ? lines : [],
    departments: isPublic === true ? [] : departments as DepartmentId[],
  }
}

function move(direction: 'up' | 'down') {
  const words = direction === 'up' ? { title: '上移', icon: 'up' } as const : { title: '下移', icon: 'down' } as const
  return direct<FieldRow>(moveExtensionField, { ...words, name: `move-${direction}` }, ({ id }, { api }) =>
    api.call(moveExtensionField, { field: id as ExtensionFieldId, direction }))
}

function toggle(enabled: boolean) {
  const words = enabled ? { title: '启用', icon: 'check' } as const : { title: '禁用', icon: 'ban' } as const
  return direct<FieldRow>(changeExtensionField, {
    ...words, name: enabled ? 'enable' : 'disable', when: (row) => row.enabled !== enabled,
  }, ({ id, version }, { api }) => api.call(changeExtensionField, { field: id as ExtensionFieldId, version, enabled }))
}

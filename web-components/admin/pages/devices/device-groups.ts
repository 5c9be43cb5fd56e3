import { html } from 'lit'
import type { DeviceGroupId } from '../../../../protocol/ids.ts'
import { changeDeviceGroup, createDeviceGroup, deleteDeviceGroup } from '../../../../protocol/operations/device.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { deviceGroups } from '../../../../protocol/resources/device-group.ts'
import { ask, create, edit } from '../../actions.ts'
import type { FormField } from '../../form.ts'
import { definePage } from '../../page.ts'

type GroupRow = RowOf<typeof deviceGroups>

export default definePage({
  path: 'device-groups', title: '设备分组', group: '工作手机', icon: 'folder', resource: deviceGroups,
  cells: { devices: ({ id, devices }) => html`<a class="digits"
    href=${`/admin/devices?group=${id}`}>${devices ?? 0}</a>` },
  actions: [
    create(createDeviceGroup, () => ({
      title: '新增设备分组', fields, values: {}, done: '分组已新增', faultFields: { nameTaken: 'name' },
      submit: (values, { admin }) => admin.api.call(createDeviceGroup, inputOf(values)),
    }), '新增设备分组'),
    edit<GroupRow>(changeDeviceGroup, (row) => ({
      title: `编辑分组「${row.name}」`, fields, values: { name: row.name, remark: row.remark }, version: row.version,
      done: '已保存', faultFields: { nameTaken: 'name' }, read: ({ name, remark }) => ({ name, remark }),
      submit: (values, { admin, version }) =>
        admin.api.call(changeDeviceGroup, { group: row.id as DeviceGroupId, version, ...inputOf(values) }),
    })),
    ask<GroupRow>(deleteDeviceGroup, { title: '删除', icon: 'trash', danger: true }, ({ id, name, version,
      devices }) => ({
      title: `删除分组「${name}」？`, text: `组里的 ${devices ?? 0} 部设备不会删除，只是不再属于任何分组。`, confirm: '删除', danger: true,
      done: '分组已删除', run: ({ api }) => api.call(deleteDeviceGroup, { group: id as DeviceGroupId, version }),
    })),
  ],
  empty: { title: '还没有设备分组', about: '把一批手机编成一组，方便查找和批量设置权限。' },
})

const fields: readonly FormField[] = [
  { name: 'name', title: '分组名称', kind: 'text', required: true, wide: true },
  { name: 'remark', title: '备注', kind: 'textarea', wide: true },
]

function inputOf({ name, remark }: Record<string, unknown>): { name: string; remark: string } {
  return { name: String(name).trim(), remark: typeof remark === 'string' ? remark : '' }
}

import { html } from 'lit'
import { installDevicesApp, updateDevices } from '../../../../protocol/bulk/device-command.ts'
import { removeDevices, setDevicesGroup, setDevicesKeeper } from '../../../../protocol/bulk/device.ts'
import type { DeviceGroupId, DeviceId, UserId } from '../../../../protocol/ids.ts'
import { changeDevice, createEnrolment, removeDevice } from '../../../../protocol/operations/device.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { devices } from '../../../../protocol/resources/device.ts'
import { dateTime, fullTime } from '../../../data/time-text.ts'
import { ask, bulk, edit, exportRows } from '../../actions.ts'
import { deviceBulk, deviceSetup } from '../../device-actions.ts'
import { deviceDrawer } from '../../device-drawer.ts'
import '../../enrol-dialog.ts'
import type { Form, FormValues } from '../../form.ts'
import { type Action, definePage } from '../../page.ts'

type DeviceRow = RowOf<typeof devices>

const enrolment: Action = {
  on: 'page', name: 'add-phone', title: '绑定新设备', icon: 'qr', permission: createEnrolment.permission, primary: true,
  open: (admin) => ({
    kind: 'view', view: (close) => html`<ark-enrol-dialog .admin=${admin} @closed=${close}></ark-enrol-dialog>`,
  }),
}

export default definePage({
  path: 'devices', title: '设备管理', group: '工作手机', icon: 'phone', words: '手机 二维码 绑定', resource: devices,
  filters: ['search', 'state', 'group', 'keeper', 'department', 'brand', 'revoked', 'enrolled'],
  widths: {
    online: 80, remark: 142, imei: 136, accounts: 166, wechatVersion: 84, group: 88, keeper: 80, battery: 76, root: 68,
    xposed: 60, coordinates: 150, brand: 84, os: 96, seenMs: 104,
  },
  cells: {
    online: ({ online, revoked }) => html`<span class="state dot"
      data-value=${revoked ? 'revoked' : online ? 'online' : 'offline'}>
      ${revoked ? '已删除' : online ? '在线' : '离线'}</span>`,
    remark: (row) => html`<span class="cut" title=${`编号 ${row.device}`}>${nameOf(row)}</span>`,
    seenMs: ({ online, seenMs }) => online ? '现在' : seenMs === null ? html`<span class="quiet">从未连接</span>`
      : html`<time title=${fullTime(seenMs)}>${dateTime(seenMs)}</time>`,
  },
  actions: [
    exportRows, enrolment,
    edit<DeviceRow>(changeDevice, changedDevice),
    ask<DeviceRow>(removeDevice, { title: '删除', icon: 'trash', danger: true, when: ({ revoked }) => !revoked },
      (row) => ({
      title: `删除设备「${nameOf(row)}」？`, confirm: '删除', danger: true, done: `已删除「${nameOf(row)}」`,
      text: '这部手机会立即断开，上面的微信不能再收发消息；要再用它，需要重新扫码。已保存的聊天记录不受影响。',
      run: ({ api }) => api.call(removeDevice, { device: row.id as DeviceId }),
    })),
    deviceSetup('switches', nameOf), deviceSetup('visibleApps', nameOf),
    ...deviceBulk,
    bulk(setDevicesGroup, { icon: 'folder', fields: [{ name: 'group', title: '设备分组', kind: 'option',
      options: 'deviceGroups',
      hint: '留空则移出分组' }], input: ({ group }) => ({ group: group || null }) }),
    bulk(setDevicesKeeper, {
      icon: 'person', fields: [{ name: 'keeper', title: '保管者', kind: 'option', options: 'users', required: true }],
    }),
    bulk(updateDevices, { icon: 'refresh', text: '所选手机会自动下载、安装更新，然后重启。' }),
    bulk(installDevicesApp, {
      icon: 'download', fields: [{ name: 'url', title: '软件安装地址', kind: 'text', required: true,
        placeholder: 'https://…/app.apk' }],
    }),
    bulk(removeDevices, { icon: 'trash', danger: true, text: '这些手机会立即断开；要再用它们，需要重新扫码。' }),
  ],
  drawer: {
    title: (row) => nameOf(row),
    render: deviceDrawer,
  },
  empty: { title: '还没有设备', about: '点「绑定新设备」，用工作手机扫码，它就会出现在这里。' },
})

/** What people call this phone: its remark, or what is printed on it, or its id. */
function nameOf({ remark, brand, model, id }: Pick<DeviceRow, 'remark' | 'brand' | 'model' | 'id'>): string {
  return remark || `${brand} ${model}`.trim() || id
}

function changedDevice(row: DeviceRow): Form {
  return {
    title: `编辑设备「${nameOf(row)}」`, values: readDevice(row), version: row.version, done: '已保存',
    read: readStored,
    fields: [
      { name: 'remark', title: '设备备注', kind: 'text', wide: true },
      { name: 'keeper', title: '保管者', kind: 'option', options: 'users', required: true, wide: true },
      { name: 'group', title: '设备分组', kind: 'option', options: 'deviceGroups', wide: true },
    ],
    submit: ({ remark, keeper, group }, { admin, version }) => admin.api.call(changeDevice, {
      device: row.id as DeviceId, version, remark: remark as string, keeper: keeper as UserId,
      group: group === '' ? null : group as DeviceGroupId | null, ungrouped: group === '' || group === null,
    }),
  }
}

function readDevice({ remark, keeperId, groupId }: DeviceRow): FormValues {
  return { remark, keeper: keeperId, group: groupId ?? '' }
}

/** A conflict answers with the phone as it is stored. */
function readStored({ remark, keeper, group }: FormValues): FormValues {
  return { remark, keeper, group: group ?? '' }
}

import { setDevicesSwitch } from '../../../../protocol/bulk/device-command.ts'
import { devices } from '../../../../protocol/resources/device.ts'
import { adviceTitles, switches } from '../../../../protocol/switches.ts'
import { bulk } from '../../actions.ts'
import { definePage } from '../../page.ts'

const choices = Object.fromEntries(
  Object.entries(switches).map(([name, one]) => [name, `${one.title}(${adviceTitles[one.advice]})`]),
)

/** PERM-1: one switch for the phones that are ticked, or for all of a department or group. */
export default definePage({
  path: 'switch-control', title: '权限风控', group: '手机风控', icon: 'shield', words: '开关 批量', resource: devices,
  permission: setDevicesSwitch.permission, tree: 'department',
  columns: ['remark', 'imei', 'online', 'setup', 'group', 'keeper', 'department', 'brand', 'model'],
  widths: { imei: 136, online: 88, setup: 96, group: 96, keeper: 84 },
  filters: ['search', 'department', 'group', 'state', 'keeper'],
  actions: [bulk(setDevicesSwitch, {
    icon: 'shield', text: '在线的手机立即生效，离线的在上线后生效。',
    fields: [
      { name: 'switch', title: '权限', kind: 'choice', required: true, choices },
      { name: 'on', title: '设为', kind: 'choice', required: true, choices: { on: '打开', off: '关闭' } },
    ],
    input: (values) => ({ switch: values['switch'], on: values['on'] === 'on' }),
  })],
  empty: { title: '还没有设备', about: '先在设备管理里绑定手机。' },
})

import { bulkAction } from '../bulk-action.ts'
import { optional } from '../fields.ts'
import { deviceGroupId, userId } from '../ids.ts'

export const setDevicesKeeper = bulkAction({
  name: 'setDevicesKeeper', resource: 'devices', title: '更换保管者', permission: 'devicesManage',
  input: { keeper: userId() },
})

/** Without a group: out of any. */
export const setDevicesGroup = bulkAction({
  name: 'setDevicesGroup', resource: 'devices', title: '设置设备分组', permission: 'devicesManage',
  input: { group: optional(deviceGroupId()) },
})

export const removeDevices = bulkAction({
  name: 'removeDevices', resource: 'devices', title: '删除设备', permission: 'devicesWipe', input: {},
})

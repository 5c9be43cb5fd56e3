import { bulkAction } from '../bulk-action.ts'
import { boolean, listOf, oneOf, timestampMs } from '../fields.ts'
import { installApp, packageName } from '../commands.ts'
import { phoneContact } from '../kinds.ts'
import { limits } from '../limits.ts'
import { switchNames } from '../switches.ts'

const head = { resource: 'devices', permission: 'devicesManage' } as const

/** PERM-1: one switch of many phones. */
export const setDevicesSwitch = bulkAction({
  ...head, name: 'setDevicesSwitch', title: '批量设置权限', input: { switch: oneOf(...switchNames), on: boolean() },
})

/** Empty: all are shown. */
export const setDevicesApps = bulkAction({
  ...head, name: 'setDevicesApps', title: '批量设置可见APP',
  input: { apps: listOf(packageName(), { max: limits.visibleAppsMax }) },
})

export const wipeDevices = bulkAction({
  ...head, permission: 'devicesWipe', name: 'wipeDevices', title: '远程清空', input: {},
})

/** DEV-10. No contacts and `clear`: all of the phone's are deleted. */
export const importDeviceContacts = bulkAction({
  ...head, name: 'importDeviceContacts', title: '导入联系人',
  input: { clear: boolean(), contacts: listOf(phoneContact(), { max: 2_000 }) },
})

export const syncDeviceChats = bulkAction({
  ...head, name: 'syncDeviceChats', title: '同步历史聊天', input: { fromMs: timestampMs(), toMs: timestampMs() },
})

export const updateDevices = bulkAction({ ...head, name: 'updateDevices', title: '检查更新', input: {} })

export const installDevicesApp = bulkAction({
  ...head, name: 'installDevicesApp', title: '安装APP', input: { url: installApp.fields.url },
})

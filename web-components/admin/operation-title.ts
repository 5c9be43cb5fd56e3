/** What an operation of the log did, in words; its name where there are none yet. */
export function operationTitle(operation: string): string {
  return titles[operation] ?? operation
}

const titles: Partial<Record<string, string>> = {
  signIn: '登录', changePassword: '修改密码', createUser: '新增账户', changeUser: '修改账户', setUserDisabled: '启用或停用账户',
  resetPassword: '重置密码', createDepartment: '新增部门', changeDepartment: '修改部门', deleteDepartment: '删除部门',
  createEnrolment: '生成绑定二维码', revokeEnrolments: '作废绑定二维码', enrol: '绑定设备', removeDevice: '删除设备',
  changeDevice: '修改设备', createDeviceGroup: '新增设备分组', changeDeviceGroup: '修改设备分组', deleteDeviceGroup: '删除设备分组',
  createContactGroup: '新增分组', changeContactGroup: '修改分组', moveContactGroup: '调整分组顺序', deleteContactGroup: '删除分组',
  changeAccount: '修改微信号', removeAccount: '删除微信', setAccountsGroup: '批量设置微信分组', removeAccounts: '批量删除微信',
  setFriendsGroup: '批量设置好友分组', setChatroomsGroup: '批量设置群分组',
  startBulk: '批量操作', startExport: '导出', startImport: '导入', cancelJob: '取消任务', setUsersDisabled: '批量启用或停用账户',
  moveUsers: '批量调整部门', setDevicesKeeper: '批量更换保管者', setDevicesGroup: '批量设置设备分组', removeDevices: '批量删除设备',
  importUsers: '导入账户', users: '导入账户',
}

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
  assignFriends: '分配好友', assignChatrooms: '分配聊天群', changeSettings: '修改系统设置', setDeviceSetup: '设置手机权限和APP',
  createApp: '新增APP', changeApp: '修改APP', deleteApp: '删除APP', setDevicesSwitch: '批量设置权限',
  setDevicesApps: '批量设置可见APP', wipeDevices: '批量远程清空', importDeviceContacts: '批量导入联系人',
  syncDeviceChats: '批量同步历史聊天', updateDevices: '批量检查更新', installDevicesApp: '批量安装软件',
  setFriendsGroup: '批量设置好友分组', setChatroomsGroup: '批量设置群分组',
  createAssignmentRule: '新增分配规则', changeAssignmentRule: '修改分配规则', moveAssignmentRule: '调整分配规则顺序',
  deleteAssignmentRule: '删除分配规则', setSeatCaps: '设置好友分配上限',
  startBulk: '批量操作', startExport: '导出', startImport: '导入', cancelJob: '取消任务', setUsersDisabled: '批量启用或停用账户',
  createExtensionField: '新增扩展字段', changeExtensionField: '修改扩展字段', moveExtensionField: '调整扩展字段顺序',
  sendNotice: '发起通知', confirmNotice: '确认通知', changeFriend: '修改好友备注和标签',
  setFriendField: '填写扩展字段', setFriendGroup: '设置好友分组',
  moveUsers: '批量调整部门', setDevicesKeeper: '批量更换保管者', setDevicesGroup: '批量设置设备分组', removeDevices: '批量删除设备',
  createLibraryGroup: '新增分组', changeLibraryGroup: '修改分组', moveLibraryGroup: '调整分组顺序', deleteLibraryGroup: '删除分组',
  createQuickReply: '新增快捷回复', changeQuickReply: '修改快捷回复', moveQuickReply: '调整快捷回复顺序', deleteQuickReply: '删除快捷回复',
  deleteSubordinateReply: '删除下属快捷回复', 'import/quickReplies': '导入快捷回复', createMaterials: '上传素材',
  removeQuickReplies: '批量删除快捷回复', removeSubordinateReplies: '批量删除下属快捷回复', removeMaterials: '批量删除素材',
  changeMaterial: '修改素材', deleteMaterial: '删除素材',
  createSensitiveWords: '新增敏感词', changeSensitiveWord: '修改敏感词', deleteSensitiveWord: '删除敏感词',
  setWordsEffect: '批量设置敏感类型', deleteWords: '批量删除敏感词',
  importUsers: '导入账户', users: '导入账户',
}

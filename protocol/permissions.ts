/**
 * The catalogue of rights: what a department gives by default and a user gets on top (USER-2, USER-3). Operations,
 * resources and pages name one of them; the consoles hide what is missing, the hub refuses it. Titles are the
 * manual's words where it has them.
 */
export const permissions = {
  chat: right('客服端', '客服聊天', '登录客服工作台，接待分配给自己的客户'),
  supervise: right('客服端', '会话监督', '实时查看数据范围内坐席的会话，悄悄提示坐席，接管会话'),

  accounts: right('微信号管理', '微信列表', '查看微信号、在线状态和统计'),
  accountsManage: right('微信号管理', '管理微信号', '设置微信分组、备注，从列表删除'),
  friends: right('微信号管理', '好友查看', '查看好友资料'),
  friendsManage: right('微信号管理', '分配好友', '分配好友至坐席，设置好友分组'),
  chatrooms: right('微信号管理', '聊天群查看', '查看微信群和群成员'),
  chatroomsManage: right('微信号管理', '分配微信群', '分配微信群给坐席，设置群分组'),
  chats: right('微信号管理', '聊天记录', '查看和搜索聊天记录'),
  groups: right('微信号管理', '分组管理', '新建、修改、排序分组'),

  devices: right('工作手机', '设备管理', '查看设备，用自己的二维码绑定新设备'),
  devicesManage: right('工作手机', '设置设备', '权限、APP、保管者、分组、联系人导入、同步、更新'),
  devicesWipe: right('工作手机', '删除和清空设备', '删除设备，远程清空聊天记录并退出微信'),
  rules: right('工作手机', '分配规则', '设置新好友和群分配给谁、每天分配上限'),
  extensionFields: right('工作手机', '扩展字段', '新建、修改、排序、停用客户的扩展字段'),
  notices: right('工作手机', '发起通知', '给坐席发系统消息，查看谁已确认'),
  settings: right('工作手机', '系统设置', '图片质量、自由模式、屏蔽和红点规则'),

  automation: right('工作手机', '自动通过和自动回复', '设置自动通过好友、新好友消息和关键词回复'),
  quickReplies: right('工作手机', '快捷回复', '维护公共和部门的快捷回复'),
  subordinateReplies: right('工作手机', '下属快捷回复', '查看和删除下属的快捷回复'),
  materials: right('工作手机', '素材管理', '维护公共和部门的素材'),

  departments: right('用户管理', '部门管理', '新建、修改、删除部门，设置默认权限'),
  users: right('用户管理', '账户管理', '新增、修改、停用账号'),

  sensitiveWords: right('微信风控', '敏感词设置', '维护敏感词，查看一句话会触发哪些词'),

  apps: right('手机风控', 'APP设置', '维护可显示的 APP 目录'),

  export: right('数据', '导出', '把列表导出为表格'),
  audit: right('数据', '操作日志', '查看谁在何时改了什么'),

  /** Row scope: without either, a user sees what they keep or serve themselves. */
  departmentScope: right('数据范围', '本部门及下级部门', '看到本部门和所有下级部门的数据'),
  companyScope: right('数据范围', '全公司', '看到全公司的数据'),

  admin: right('管理员', '全部权限', '不受任何限制'),
} as const

export interface Right { readonly group: string; readonly title: string; readonly about: string }
export type Permission = keyof typeof permissions

/** `public`: anybody · `signedIn`: any user · else the right that is needed (`admin` has them all). */
export type Access = 'public' | 'signedIn' | Permission

export const permissionNames = Object.keys(permissions) as Permission[]

export function isPermission(name: string): name is Permission {
  return Object.hasOwn(permissions, name)
}

export function mayDo(held: readonly Permission[], needed: Access): boolean {
  return needed === 'public' || needed === 'signedIn' || held.includes(needed) || held.includes('admin')
}

function right(group: string, title: string, about: string): Right {
  return { group, title, about }
}

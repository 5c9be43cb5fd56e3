/**
 * The 20 permission switches of a phone (DEV-6, PERM-1) in the manual's order, words and advice. `advice` is also the
 * default of a phone nobody has set: `on` and `off` as the manual recommends; where it leaves the choice open, on.
 */
export const switches = {
  systemDesktop: one('返回系统桌面', 'off', '勾选后可返回安卓系统桌面；系统桌面权限极大'),
  phoneSettings: one('操作手机设置按钮', 'off', '可进入系统设置修改锁屏密码等重要参数'),
  wechatCamera: one('在微信中使用摄像头', 'free', '在微信中拍照、拍视频、视频聊天'),
  camera: one('使用手机摄像头', 'free', '用手机相机拍照或扫码'),
  callRecording: one('通话录音上传备份', 'on', '关闭后通话录音不上传，管理员无法查看'),
  callHistory: one('显示手机通话记录', 'free', '通话后在电话的历史记录里保留'),
  friendAlias: one('显示好友微信号', 'off', '打开后坐席可以看到客户的微信号，也能用私人号添加'),
  numbersInChats: one('微信聊天消息号码可见', 'free', '关闭后聊天中连续多位的号码显示为 *'),
  numbersInApps: one('所有APP号码可见', 'free', '关闭后手机上所有 APP 里的号码隐藏部分号段'),
  wechatSettings: one('操作微信设置按钮', 'off', '可进入微信设置修改绑定的手机号等，风险极大'),
  smsBackup: one('短信记录上传备份', 'on', '关闭后短信记录不上传，管理员无法查看'),
  bluetooth: one('蓝牙', 'on', '手机的蓝牙功能'),
  usb: one('USB', 'on', 'USB 连接和调试'),
  wechatScan: one('在微信中使用扫一扫', 'free', '需要手机摄像头权限为打开状态'),
  recentTasks: one('查看手机历史任务', 'free', '关闭后不能在多任务间切换(仅限小米手机)'),
  miSearchBar: one('小米顶部搜索栏', 'free', '下拉框中的搜索栏(仅限小米手机)'),
  miVoiceAssistant: one('小米语音助手', 'free', '小爱同学(仅限小米手机)'),
  momentsCover: one('朋友圈背景图', 'free', '关闭后不能更换和查看朋友圈封面'),
  friendSignature: one('好友签名', 'free', '关闭后不能查看个人和好友的个性签名'),
  registrationUnprotected: one('注册不保护', 'on', '注册微信号时暂时关闭；平时关闭则工作手机系统不能正常运行'),
} as const

/** The manual's words. */
export const adviceTitles = { on: '建议勾选', off: '建议不勾选', free: '按需选择' } as const

export interface Switch { readonly title: string; readonly advice: 'on' | 'off' | 'free'; readonly about: string }
export type SwitchName = keyof typeof switches
export const switchNames = Object.keys(switches) as SwitchName[]

/** Those that are on where nobody has chosen. */
export const defaultSwitches: readonly SwitchName[] = switchNames.filter((name) => switches[name].advice !== 'off')

function one(title: string, advice: Switch['advice'], about: string): Switch {
  return { title, advice, about }
}

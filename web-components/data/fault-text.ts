/** What an agent reads about a fault: what happened and, where there is something, what to do. */
export function faultText({ code, reason }: { code: string | null; reason: string | null }): string {
  if (code === null || code === '') return reason ?? '原因不明'
  if (code === 'sensitiveWord' && reason) return blockedText(reason)
  const known = texts[code]
  if (known !== undefined) return known
  return reason ? `${reason}(${code})` : `出错了(${code})`
}

/** A reason in Chinese says more than the words for its code. */
export function reasonText({ code, reason }: { code: string; reason: string }): string {
  return isChinese(reason) ? reason : faultText({ code, reason })
}

/** The reason names the words, one a line. */
export function blockedText(reason: string): string {
  return `含有敏感词${reason.split('\n').map((word) => `「${word}」`).join('')}，请修改后再发`
}

export function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text)
}

const texts: Partial<Record<string, string>> = {
  // Between this page and the hub.
  offline: '网络不通，请检查网络后重试',
  timeout: '服务器没有及时回应，请稍后重试',
  away: '服务暂时不可用，请稍后重试',
  databaseAway: '数据库暂时不可用，正在恢复',
  projectorBehind: '服务器正在追赶数据，请稍候',
  hubBusy: '服务器繁忙，请稍后重试',
  tooMany: '操作太频繁，请稍后再试',
  bug: '服务器内部出错，请联系管理员',
  notSignedIn: '登录已过期，请重新登录',
  noRight: '没有权限进行此操作',
  notFound: '内容不存在或已被删除',
  badInput: '输入的内容不符合要求',
  conflict: '内容已被别人修改，请刷新后重试',
  masked: '这条消息含有已隐藏的内容，不能重新编辑，请重新输入',
  nameTaken: '名称已被使用',
  wrongCredentials: '用户名或密码不正确',
  disabled: '该用户已停用，请联系管理员',
  // Files.
  tooLarge: '文件太大',
  wrongType: '不支持这种文件',
  emptyFile: '文件是空的',
  unreadable: '读不到这个文件',
  hashMismatch: '文件在传输中损坏，请重试',
  diskFull: '服务器存储空间已满，请联系管理员',
  aborted: '已取消上传',
  unplayable: '这段语音已损坏，无法播放',
  noConverter: '服务器没有安装 ffmpeg，放不了这种语音',
  // A send that the phone or WeChat didn't carry out.
  notFriend: '对方不是你的好友，或已将你删除',
  blocked: '对方已将你拉黑',
  tooFrequent: '微信提示操作太频繁，请稍后再发',
  noOriginal: '原消息已撤回、不存在或无权查看',
  originalAway: '暂时读不到原消息，请稍后重试',
  notYours: '只能撤回自己刚刚发送的消息',
  tooLate: '已超过两分钟，无法撤回',
  mediaMissing: '手机取不到这个文件，请重新发送',
  expired: '手机长时间没有回应，消息未发出',
  unsupported: '这部手机不支持发送此类消息',
  requestExpired: '好友请求已过期',
  wechatRefused: '微信拒绝发送这条消息',
  deviceBusy: '手机积压的任务太多，请稍后再发',
  deviceOffline: '手机离线',
  deviceRemoved: '手机已被移除，消息未发出',
  accountOffline: '该微信已在手机上退出登录',
  accountUnknown: '找不到该微信所在的手机',
  notServed: '该会话已不由你负责',
  answeredMeanwhile: '另一位同事刚刚回复了这位客户，看过之后可以重试',
  notSupervised: '你不能监督接待这位客户的坐席',
  sensitiveWord: '消息含有敏感词，未发出',
  refused: '服务器没有接受这条消息',
  badField: '消息内容不符合要求',
  noDevice: '没有手机登录着这个微信',
  lost: '不确定是否已发出，请先在手机上确认',
}

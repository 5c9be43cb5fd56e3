/**
 * How a friend came (来源), as WeChat numbers it. The other side added us where the number is a million higher.
 */
export function sourceLabel(source: number | null | undefined): string | null {
  if (source === null || source === undefined || source === 0) return null
  const theyAddedUs = source >= addedUs
  const label = labels[theyAddedUs ? source - addedUs : source] ?? `其他(${source})`
  return theyAddedUs ? `对方通过${label}添加` : label
}

const addedUs = 1_000_000
const labels: Partial<Record<number, string>> = {
  1: 'QQ 号', 3: '微信号搜索', 8: '群聊', 13: '手机通讯录', 14: '群聊', 15: '手机号搜索', 17: '名片分享', 18: '附近的人',
  29: '摇一摇', 30: '扫一扫',
}

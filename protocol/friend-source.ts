/** WeChat's codes of how a friend came (来源); where the other side added us, the code is a million higher. */
export const friendSources = {
  wechatId: { title: '微信号搜索', codes: [3] },
  phoneNumber: { title: '手机号搜索', codes: [15] },
  addressBook: { title: '手机通讯录', codes: [13] },
  qrCode: { title: '扫一扫', codes: [30] },
  card: { title: '名片分享', codes: [17] },
  chatroom: { title: '群聊', codes: [8, 14] },
  nearby: { title: '附近的人', codes: [18] },
  shake: { title: '摇一摇', codes: [29] },
  qq: { title: 'QQ 号', codes: [1] },
} as const

export const friendSourceBase = 1_000_000

/** Null: the phone doesn't say. */
export function sourceLabel(source: number | null | undefined): string | null {
  if (source === null || source === undefined || source === 0) return null
  const code = source % friendSourceBase
  const label = titles.get(code) ?? `其他(${code})`
  return source >= friendSourceBase ? `对方通过${label}添加` : label
}

const titles: ReadonlyMap<number, string> = new Map(
  Object.values(friendSources).flatMap(({ title, codes }) => codes.map((code) => [code, title] as const)),
)

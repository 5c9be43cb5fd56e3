import { faultText, isChinese } from './fault-text.ts'

/** Why a phone didn't do what it was asked for; '' when nothing is said. */
export function commandFaultText({ code, reason }: { code: string | null; reason: string }): string {
  if (code === null || isChinese(reason)) return reason
  return texts[code] ?? faultText({ code, reason })
}

/** Where it isn't about a message. */
const texts: Partial<Record<string, string>> = {
  expired: '超过有效期，手机一直没有回应',
  lost: '不确定手机是否已执行，请在手机上确认',
  unsupported: '这部手机的软件不支持这项操作，请先检查更新',
  deviceBusy: '手机积压的任务太多，请稍后再试',
  deviceRemoved: '手机已被移除',
  installFailed: '安装失败，请检查安装地址是不是 apk 文件',
  downloadFailed: '手机没能下载文件，请检查地址和网络',
  storageFull: '手机存储空间不足',
  badField: '手机不接受这些内容',
}

import { isChinese } from './fault-text.ts'

/** What is wrong with one field, as the hub's edge puts it, in the words of a form. */
export function fieldFaultText(reason: string): string {
  if (isChinese(reason)) return reason
  for (const [expression, text] of texts) {
    const found = expression.exec(reason)
    if (found !== null) return text(found[1] ?? '', found[2] ?? '')
  }
  return `内容不符合要求(${reason})`
}

type Say = (first: string, second: string) => string

const texts: readonly (readonly [RegExp, Say])[] = [
  [/^entry (\d+): (.*)/s, (index, detail) => `第 ${Number(index) + 1} 条：${fieldFaultText(detail)}`],
  [/^(?:text|title): empty$/, () => '请填写内容'],
  [/^media: missing$/, () => '请选择或上传文件'],
  [/^url: not a https or http address/, () => '请填写 http 或 https 开头的网址'],
  [/^a voice over (\d+) seconds/, (seconds) => `语音超过 ${seconds} 秒，微信会发送失败`],
  [/^a (voice|video) over (\d+) bytes/, (kind, bytes) =>
    `${kind === 'voice' ? '语音' : '视频'}不能超过 ${Number(bytes) / 1024 / 1024} MB`],
  [/^not a wav voice$|^not a wav file$/, () => '语音只支持 wav 格式'],
  [/^a damaged wav file$|^a wav file without sound$/, () => '这个 wav 文件已损坏或没有声音'],
  [/^not a mp4 video$/, () => '视频只支持 mp4 格式'],
  [/^not a picture of a known format$/, () => '图片只支持 png、jpg、gif、webp、bmp 格式'],
  [/^neither picture, voice nor video$/, () => '素材只能是图片、wav 语音或 mp4 视频'],
  [/^no such file$/, () => '文件不存在，请重新上传'],
  [/^empty$|^not a text$|^not an integer$|^not true or false$/, () => '请填写'],
  [/^shorter than (\d+)/, (bytes) => `至少 ${bytes} 个字符`],
  [/^longer than (\d+)/, (bytes) => `太长，最多 ${bytes} 字节`],
  [/^not in (\S+?)–(\S+)/, (from, to) => `应在 ${from} 到 ${to} 之间`],
  [/^more than (\d+) rules/, (count) => `最多 ${count} 条规则`],
  [/^one of them is not there/, () => '选中的有一项已经不在了，请重新选择'],
  [/^more than (\d+) entries/, (count) => `最多 ${count} 项`],
  [/^not a login name/, () => '只能用字母、数字、汉字和 . _ @ -，最多 64 个'],
  [/^not a phone number/, () => '电话号码格式不对'],
  [/^not a e-mail address|^not an? e-?mail/, () => '邮箱格式不对'],
  [/^not a package name/, () => '包名形如 com.tencent.mm'],
  [/in the catalogue already/, () => '这个包名已经添加过了'],
  [/^(?:entry (\d+): )?nothing but spaces and ornaments/, () => '不能只有空格和符号'],
  [/^there may be (\d+) words/, (most) => `最多 ${most} 个敏感词`],
  [/^not a https or http address/, () => '请填写 http 或 https 开头的下载地址'],
  [/^no seat is online/, () => '现在没有坐席在线'],
  [/^a choice twice/, () => '选项重复了'],
  [/^not one line/, () => '只能填写一行'],
  [/^matches the empty text/, () => '这个表达式会匹配空内容，等于全部屏蔽'],
  [/^not a regular expression: (.*)/s, (detail) => `不是有效的正则表达式(${detail})`],
  [/^not a |^not one of /, () => '格式不对'],
  [/U\+0000|Unicode/, () => '含有无法保存的字符'],
]

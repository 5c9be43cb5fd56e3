/** What is wrong with one field, as the hub's edge puts it, in the words of a form. */
export function fieldFaultText(reason: string): string {
  for (const [expression, text] of texts) {
    const found = expression.exec(reason)
    if (found !== null) return text(found[1] ?? '', found[2] ?? '')
  }
  return `内容不符合要求(${reason})`
}

type Say = (first: string, second: string) => string

const texts: readonly (readonly [RegExp, Say])[] = [
  [/^empty$|^not a text$|^not an integer$|^not true or false$/, () => '请填写'],
  [/^shorter than (\d+)/, (bytes) => `至少 ${bytes} 个字符`],
  [/^longer than (\d+)/, (bytes) => `太长,最多 ${bytes} 字节`],
  [/^not in (\S+?)–(\S+)/, (from, to) => `应在 ${from} 到 ${to} 之间`],
  [/^more than (\d+) entries/, (count) => `最多 ${count} 项`],
  [/^not a login name/, () => '只能用字母、数字、汉字和 . _ @ -,最多 64 个'],
  [/^not a phone number/, () => '电话号码格式不对'],
  [/^not a e-mail address|^not an? e-?mail/, () => '邮箱格式不对'],
  [/^not a package name/, () => '包名形如 com.tencent.mm'],
  [/in the catalogue already/, () => '这个包名已经添加过了'],
  [/^not a https or http address/, () => '请填写 http 或 https 开头的下载地址'],
  [/^not a |^not one of /, () => '格式不对'],
  [/U\+0000|Unicode/, () => '含有无法保存的字符'],
]

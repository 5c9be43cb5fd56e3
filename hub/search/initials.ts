import { pinyin } from 'pinyin-pro'

/** First letters of each name, as `zsf` of 张三丰, apart from one another by a space. Digits would tell what is masked. */
export function initialsOf(...names: readonly string[]): string {
  const letters = names.map((name) => pinyin(name.slice(0, nameLength), {
    pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive', surname: 'head',
  }).join('').toLowerCase().replace(/[^a-z]/g, ''))
  return letters.filter(Boolean).join(' ')
}

/** Nobody types more letters of one name. */
const nameLength = 40

/**
 * One condition of the filter `extensions`, as a text, so that it travels in an address: `7=高意向` has this choice,
 * `5~李` contains it, `3@10..20` lies between (a number, a time in ms; of a day its begin in UTC). Choices of one field
 * are any of, all else is and.
 */
export type ExtensionCondition =
  | { field: string; is: 'choice'; text: string }
  | { field: string; is: 'words'; text: string }
  | { field: string; is: 'range'; from: number | null; to: number | null }

export function readCondition(text: string): ExtensionCondition | null {
  const found = /^([1-9]\d{0,14})([=~@])(.+)$/s.exec(text)
  if (found === null) return null
  const [, field = '', sign, rest = ''] = found
  if (sign !== '@') return { field, is: sign === '=' ? 'choice' : 'words', text: rest }
  const ends = /^(-?\d+(?:\.\d+)?)?\.\.(-?\d+(?:\.\d+)?)?$/.exec(rest)
  if (ends === null) return null
  const [from = null, to = null] = [ends[1], ends[2]].map((end) => (end === undefined ? null : Number(end)))
  return from === null && to === null ? null : { field, is: 'range', from, to }
}

export function writeCondition(condition: ExtensionCondition): string {
  if (condition.is === 'range') return `${condition.field}@${condition.from ?? ''}..${condition.to ?? ''}`
  return `${condition.field}${condition.is === 'choice' ? '=' : '~'}${condition.text}`
}

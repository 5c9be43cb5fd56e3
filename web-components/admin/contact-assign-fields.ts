import type { BulkWords } from './page.ts'

/** For a bulk action that assigns friends or chatrooms: how, to whom, and whether the seat is told. */
export function assignFill(what: '好友' | '群'): Partial<BulkWords> & { icon: 'people' } {
  const isByHand = (values: Record<string, unknown>): boolean => values['way'] === 'person'
  return {
    icon: 'people', values: { way: 'person', notice: true },
    fields: [
      { name: 'way', title: '分配方式', kind: 'choice', choices: { person: '选择人分配', rules: '按规则分配' }, required: true },
      { name: 'seat', title: '客服', kind: 'option', options: 'seats', required: true, when: isByHand,
        hint: '输入姓名或部门查找' },
      { name: 'notice', title: '分配并通知', kind: 'switch', hint: `客服端会提示「XXX 给你分配了${what}」` },
    ],
    input: (values) => ({
      seat: isByHand(values) ? values['seat'] : null, notice: values['notice'] === true,
    }),
  }
}

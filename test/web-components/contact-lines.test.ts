import { expect, test } from 'vitest'
import { readContactLines } from '../../web-components/admin/contact-lines.ts'

test('[DEV-10] commas of either width part a name from its number; blank lines are nothing', () => {
  expect(readContactLines('张三,13800138000\r\n\n 李四 ， +86 13900139000 \n')).toEqual({
    contacts: [{ name: '张三', number: '13800138000' }, { name: '李四', number: '+86 13900139000' }], faults: [],
  })
})

test('[DEV-10] each line that can’t be read is named', () => {
  expect(readContactLines('张三\n,138\n王五,abc\n赵六,10086,备注\n钱七,10010')).toEqual({
    contacts: [{ name: '钱七', number: '10010' }],
    faults: ['第 1 行缺少号码', '第 2 行缺少姓名', '第 3 行的号码不对', '第 4 行多了逗号'],
  })
})

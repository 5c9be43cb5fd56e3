import '@vaadin/button'
import '@vaadin/checkbox'
import '@vaadin/combo-box'
import { DatePicker } from '@vaadin/date-picker'
import '@vaadin/dialog'
import { Grid } from '@vaadin/grid'
import '@vaadin/grid/vaadin-grid-column.js'
import '@vaadin/integer-field'
import { MultiSelectComboBox } from '@vaadin/multi-select-combo-box'
import '@vaadin/password-field'
import '@vaadin/progress-bar'
import '@vaadin/text-area'
import '@vaadin/text-field'

/** The parts of Vaadin that the console is made of, speaking Chinese before the first one is made. */
export const chinese: ReadonlyMap<CustomElementConstructor, object> = new Map<CustomElementConstructor, object>([
  [DatePicker, {
    monthNames: Array.from({ length: 12 }, (_, index) => `${index + 1}月`),
    weekdays: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
    weekdaysShort: ['日', '一', '二', '三', '四', '五', '六'],
    firstDayOfWeek: 1, today: '今天', cancel: '取消', dialogAccessibleName: '日历', referenceDate: '',
    formatDate: ({ year, month, day }: DateParts) => `${year}-${two(month + 1)}-${two(day)}`,
    parseDate: readDate,
    formatTitle: (monthName: string, fullYear: number) => `${fullYear}年${monthName}`,
  }],
  [Grid, { selectAll: '全选', selectAllUnavailable: '不能全选', selectRow: '选择 {rowHeader}', sorter: '按{column}排序' }],
  [MultiSelectComboBox, {
    cleared: '已清空', focused: '已聚焦，按退格键移除', selected: '已选中', deselected: '已取消选中', total: '已选 {count} 项',
  }],
])

/** Of elements that carry their words themselves. */
export const passwordWords = { reveal: '显示密码' }

for (const [part, words] of chinese) Object.defineProperty(part, 'defaultI18n', { get: () => words })

interface DateParts { year: number; month: number; day: number }

/** 2026-3-2 · 2026/3/2 · 20260302 · 3-2 of this year. */
export function readDate(text: string): DateParts | undefined {
  const found = /^(?:(\d{4})\D?)?(\d{1,2})\D?(\d{1,2})日?$/.exec(text.trim())
  if (found === null) return undefined
  const [year, month, day] = [Number(found[1] ?? new Date().getFullYear()), Number(found[2]) - 1, Number(found[3])]
  const date = new Date(year, month, day)
  return date.getMonth() === month && date.getDate() === day ? { year, month, day } : undefined
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

import { choice, choiceColumn, recordColumn, resource, search, textColumn, timeColumn } from '../resource.ts'
import { wordEffects } from '../sensitive-kinds.ts'

/** RISK-1: 敏感词设置. */
export const sensitiveWords = resource({
  name: 'sensitiveWords', title: '敏感词设置', permission: 'sensitiveWords', live: ['sensitiveWords'],
  columns: {
    word: textColumn('敏感词'),
    effect: choiceColumn('敏感类型', wordEffects),
    createdMs: timeColumn('添加时间'),
    version: recordColumn<number>('版本'),
  },
  filters: { search: search('搜索', '敏感词'), effect: choice('敏感类型', wordEffects) },
  sorts: ['createdMs', 'word'],
  sort: { by: 'createdMs', descending: true },
})

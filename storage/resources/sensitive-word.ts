import type { sensitiveWords as definition } from '../../protocol/resources/sensitive-word.ts'
import { contains, isAmong, msOf } from '../filter-sql.ts'
import { source } from '../source.ts'

export const sensitiveWords = source<typeof definition>({
  from: 'sensitive_word w',
  key: [{ sql: 'w.id', type: 'bigint' }],
  title: 'w.word',
  columns: { word: 'w.word', effect: 'w.effect', createdMs: msOf('w.created_at'), version: 'w.version' },
  filters: { search: contains('w.word', 'w.folded'), effect: isAmong('w.effect') },
  sorts: { createdMs: { sql: 'w.created_at', type: 'timestamptz' }, word: { sql: 'w.word', type: 'text' } },
  scope: () => 'true',
})

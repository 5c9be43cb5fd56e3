import type { Fields } from '../../protocol/fields.ts'
import type { taskFinished } from '../../protocol/events/phone.ts'

export type TaskResult = Fields<(typeof taskFinished)['fields']>
/** What doing it came to; what is left out is null. */
export type TaskOutcome = Pick<TaskResult, 'outcome'> & Partial<Omit<TaskResult, 'task'>>

export function failed(code: string, reason: string): TaskOutcome {
  return { outcome: 'failed', code, reason }
}

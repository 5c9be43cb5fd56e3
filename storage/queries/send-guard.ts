import type { Position } from '../../protocol/ids.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'
import { type LastAnswerRow, readLastAnswers, readVoidSends } from '../writers/last-answers.ts'

export interface StoredSendGuard { position: Position; answers: LastAnswerRow[]; count: number; voids: Position[] }

/** First in a transaction, so that position and rows are of one moment. */
export async function readSendGuard(
  inside: Queries, { max, above }: { max: number; above: Position },
): Promise<StoredSendGuard> {
  await inside.query('set transaction isolation level repeatable read')
  const { rows } = await inside.query<{ position: Position }>(selectPosition)
  return {
    position: rows[0]?.position ?? 0, ...await readLastAnswers(inside, { max }),
    voids: await readVoidSends(inside, { above }),
  }
}

const selectPosition = statement('send_guard_position', 'select position from projector')

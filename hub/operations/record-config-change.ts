import type { EventNamed } from '../../protocol/events/index.ts'
import { configChanged } from '../../protocol/events/outbox.ts'
import { statement } from '../../storage/pool.ts'
import type { Queries } from '../../storage/pool.ts'
import type { OperationParts } from './context.ts'

export interface ConfigChange { area: EventNamed<'configChanged'>['area'], key: string }

/** Last in its transaction: it locks the row that the projector needs for each batch. Then `wakeOutbox`. */
export async function recordConfigChange(
  inside: Queries, change: ConfigChange,
  { recordInOutbox, nowMs }: Pick<OperationParts, 'recordInOutbox'> & { nowMs: number },
): Promise<void> {
  const { rows } = await inside.query<{ version: number }>(nextVersion)
  const version = rows[0]?.version ?? 0
  await recordInOutbox(inside, [{ fact: configChanged, value: { ...change, version } }], nowMs)
}

const nextVersion = statement('config_next_version', `
  update projector set config_version = config_version + 1 returning config_version as version`)

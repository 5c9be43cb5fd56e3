import type { At, Slice } from './slice.ts'
import { deviceOf } from './fold-tasks.ts'

/**
 * Who keeps the phone it moved to has a turn of their own, as with an assignment. What they answer from a console
 * stands, though, whatever the former phone tells after that.
 */
export function moveAccount(slice: Slice, { journalMs, event }: At<'accountOnline'>): void {
  const { account } = event
  const { keeping, keepers, moves, serving } = slice
  const device = deviceOf(event.source)
  const before = keeping.get(account)
  if (before?.device === device) return
  const keeper = keepers.get(device) ?? null
  const keeperBefore = before === undefined ? keeper : keepers.get(before.device) ?? null
  const { keptSinceMs, keptBefore } = keeperBefore === keeper
    ? before ?? { keptSinceMs: 0, keptBefore: null }
    : { keptSinceMs: journalMs, keptBefore: keeperBefore }
  keeping.set(account, { device, keptSinceMs, keptBefore })
  if (before === undefined) return
  moves.set(account, { account, movedMs: journalMs, keptSinceMs, keptBefore })
  for (const [key, served] of serving) if (served.account === account) serving.set(key, { ...served, keeper })
}

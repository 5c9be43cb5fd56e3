import type { At, Slice } from './slice.ts'
import { deviceOf } from './fold-tasks.ts'

/** Who keeps the phone it moved to has a turn of their own, as with an assignment. */
export function moveAccount(slice: Slice, { journalMs, event }: At<'accountOnline'>): void {
  const { account } = event
  const { keeping, keepers, moves, serving } = slice
  const device = deviceOf(event.source)
  const before = keeping.get(account)
  if (before?.device === device) return
  const keeper = keepers.get(device) ?? null
  const isSame = before === undefined || (keepers.get(before.device) ?? null) === keeper
  const keptSinceMs = isSame ? before?.keptSinceMs ?? 0 : journalMs
  keeping.set(account, { device, keptSinceMs })
  if (before === undefined) return
  moves.set(account, { account, movedMs: journalMs, keptSinceMs })
  for (const [key, served] of serving) if (served.account === account) serving.set(key, { ...served, keeper })
}

import type { UserId } from '../../../protocol/ids.ts'
import type { At, Slice } from './slice.ts'

/** FRND-3, ROOM-3: 按规则分配. */
export function onAssignmentAsked({ asks }: Slice, { event }: At<'assignmentAsked'>): void {
  const { account, peers, by, byName, notice } = event
  for (const peer of peers) asks.want({ account, peer, by, byName, notice })
}

export function onAssignmentRulesChanged({ asks }: Slice): void {
  asks.rulesChanged = true
  asks.wakes = true
}

/** People, their departments and what phones they keep: all that rules go by. */
export function onConfigChanged({ asks }: Slice, { event: { area, key } }: At<'configChanged'>): void {
  if (area === 'user') asks.users.add(key as UserId)
  asks.wakes ||= area === 'user' || area === 'department' || area === 'device'
}

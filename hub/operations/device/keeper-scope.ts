import type { UserId } from '../../../protocol/ids.ts'
import type { UserEntry } from '../../directory/entries.ts'

/** Administrators see all phones (null), others the ones they keep. */
export function keeperScope({ id, permissions }: UserEntry): UserId | null {
  return permissions.includes('admin') ? null : id
}

import { pack } from '../../protocol/codec.ts'
import { limits } from '../../protocol/limits.ts'

export interface SnapshotPart<T> {
  part: number
  last: boolean
  entries: T[]
}

/**
 * Cuts a list so that each part fits the hub's number of entries and half a frame; an empty list has one
 * empty part.
 */
export function snapshotParts<T>(list: readonly T[]): SnapshotPart<T>[] {
  const parts: T[][] = [[]]
  let bytes = 0
  for (const entry of list) {
    const weight = pack(entry).length
    const current = parts.at(-1) as T[]
    const full = current.length === limits.snapshotEntriesMax || bytes + weight > partBytesMax
    if (current.length > 0 && full) {
      parts.push([entry])
      bytes = weight
    } else {
      current.push(entry)
      bytes += weight
    }
  }
  return parts.map((entries, part) => ({ part, last: part === parts.length - 1, entries }))
}

const partBytesMax = limits.frameBytesMax / 2

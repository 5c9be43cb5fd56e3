import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MsgSvrId } from '../../protocol/ids.ts'
import { readWaitingCell, waitingCell } from '../../storage/waiting-cell.ts'

test('waiting messages come back from their cell as they were, in their order', () => {
  const message = fc.record({
    id: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((id) => String(id) as MsgSvrId),
    atMs: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
    saidMs: fc.integer({ min: 1_300_000_000_000, max: 1_700_000_000_000 }),
  })
  fc.assert(fc.property(fc.array(message, { maxLength: 10 }), (waiting) => {
    const waitingSinceMs = waiting[0]?.atMs ?? null
    expect(readWaitingCell(waitingCell({ waiting, waitingSinceMs }), waitingSinceMs)).toEqual(waiting)
  }))
})

import { expect, test } from 'vitest'
import { hubLimits } from '../../../hub/limits.ts'
import { BatchSize } from '../../../hub/projector/batch-size.ts'

test('batches grow while they are quick and full, and shrink when a read would wait too long', () => {
  const size = new BatchSize()
  for (let batch = 0; batch < 10; batch++) size.committed({ events: size.events, tookMs: 50 })
  expect(size.events).toBe(hubLimits.projectorBatchEvents)
  size.committed({ events: size.events, tookMs: hubLimits.projectorBatchMs * 0.9 })
  expect(size.events).toBe(hubLimits.projectorBatchEvents)
  size.committed({ events: size.events, tookMs: hubLimits.projectorBatchMs + 1 })
  expect(size.events).toBe(hubLimits.projectorBatchEvents / 2)
  size.committed({ events: 10, tookMs: 1 })
  expect(size.events).toBe(hubLimits.projectorBatchEvents / 2)
  for (let batch = 0; batch < 10; batch++) size.committed({ events: size.events, tookMs: 5_000 })
  expect(size.events).toBe(hubLimits.projectorBatchEventsMin)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LatencyHistogram } from '../../../bench/load/latency-histogram.ts'

test('a quantile is the value of that rank, to the width of its step', () => {
  fc.assert(fc.property(
    fc.array(fc.double({ min: 0, max: 5_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
    fc.double({ min: 0.01, max: 1, noNaN: true }),
    (latencies, share) => {
      const histogram = new LatencyHistogram()
      for (const ms of latencies) histogram.add(ms)
      const sorted = [...latencies].sort((a, b) => a - b)
      const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] as number
      const found = histogram.quantile(share) as number
      expect(found - exact).toBeGreaterThan(-0.01)
      expect(found - exact).toBeLessThanOrEqual(exact < 200 ? 0.03 : 1.01)
    },
  ))
})

test('nothing counted has no quantile, and clear forgets', () => {
  const histogram = new LatencyHistogram()
  expect(histogram.quantile(0.5)).toBeNull()
  histogram.add(3)
  histogram.clear()
  expect(histogram.quantile(0.5)).toBeNull()
  histogram.add(1e9)
  expect(histogram.quantile(1)).toBe(30_000)
})

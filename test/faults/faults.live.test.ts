import { expect, test } from 'vitest'
import { runFaults } from './run-faults.ts'

const runMsMax = 180_000

/**
 * What `npm run faults` does with many seeds and more time. A seed that failed there becomes a case here,
 * with its story.
 */
test.each([
  { seed: 1, story: 'two hubs on one server' },
  { seed: 3, story: 'three hubs on a cluster of three' },
])('seed $seed, $story: nothing is lost, doubled or out of order', async ({ seed }) => {
  const { violations, counts, news } = await runFaults({ seed, seconds: 12 })
  expect(violations, news.join('\n')).toEqual([])
  // Otherwise the run shows nothing.
  expect(counts.said).toBeGreaterThan(300)
  expect(counts.sent).toBeGreaterThan(10)
  expect(counts.uploads).toBeGreaterThan(3)
  expect(counts.assigned).toBeGreaterThan(1)
  expect(counts.faults).toBeGreaterThan(5)
}, runMsMax)



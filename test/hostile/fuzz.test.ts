import { expect, test } from 'vitest'
import { type Target, fuzz } from './fuzz.ts'
import { pureTargets } from './targets.ts'

const targets = pureTargets()
const inputs = 50_000

/** `npm run fuzz` takes any number. */
test(`nothing of ${inputs} broken inputs throws, hangs or stays in memory`, () => {
  const seed = process.env.FUZZ_SEED ?? '1'
  const result = fuzz(targets, { inputs, seed })
  const { taken, heapGrowthBytes, slowestMs } = result
  process.stdout.write(`fuzz: seed ${seed}, ${inputs} inputs, ${taken} taken, slowest ${slowestMs.toFixed(1)} ms, `
    + `heap ${(heapGrowthBytes / 2 ** 20).toFixed(1)} MiB\n`)
  expect(result.findings).toEqual([])
  expect(heapGrowthBytes).toBeLessThan(heapGrowthBytesMax)
  // Otherwise the readers refused everything at their doors.
  expect(taken).toBeGreaterThan(inputs / 20)
}, 120_000)

test('a reader that throws is found, and its input shrinks to what the failure needs', () => {
  const fragile: Target = {
    name: 'fragile', seeds: [Buffer.from('0123456789')],
    run: (bytes) => {
      if (bytes.includes(0xc1)) throw new Error('no 0xc1, please')
      return 'taken'
    },
  }
  const { findings } = fuzz([fragile], { inputs: 5_000, seed: '1' })
  expect(findings[0]).toMatchObject({ target: 'fragile', hex: 'c1' })
})

/** Inputs that once failed. */
test.each([
  { name: 'a field that every object has', target: 'input of an operation', text: '{"constructor":1}' },
  { name: 'a field that is the prototype', target: 'input of an operation', text: '{"__proto__":1}' },
])('$name', ({ target, text }) => {
  const found = targets.find(({ name }) => name === target)
  expect(found?.run(Buffer.from(text))).toBe('refused')
})

const heapGrowthBytesMax = 32 * 2 ** 20

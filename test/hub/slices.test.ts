import { expect, test } from 'vitest'
import { Slices } from '../../hub/slices.ts'

const numbers = (count: number): Set<number> => new Set(Array.from({ length: count }, (_, index) => index))

test('a round names everybody once, in slices of the same size', () => {
  const slices = new Slices(numbers(103))
  const round = Array.from({ length: 10 }, () => [...slices.next(10)])
  expect(Math.max(...round.map(({ length }) => length))).toBe(11)
  expect(round.flat()).toEqual([...numbers(103)])
})

test('who leaves is not named, who comes is named in the same round', () => {
  const members = numbers(10)
  const slices = new Slices(members)
  const named = [...slices.next(2)]
  members.delete(2)
  members.delete(7)
  members.add(100)
  for (let turn = 0; turn < 2; turn++) named.push(...slices.next(2))
  expect(named).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 9, 100])
})

test('an empty set has empty slices, and its first member the next one', () => {
  const members = new Set<string>()
  const slices = new Slices(members)
  expect([...slices.next(5)]).toEqual([])
  members.add('first')
  expect([...slices.next(5), ...slices.next(5), ...slices.next(5)]).toContain('first')
})

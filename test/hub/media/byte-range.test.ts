import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readContentRange, readRange } from '../../../hub/media/byte-range.ts'

test.each([
  ['bytes=0-0', { from: 0, to: 0 }],
  ['bytes=0-', { from: 0, to: 99 }],
  ['bytes=90-1000', { from: 90, to: 99 }],
  ['bytes=-10', { from: 90, to: 99 }],
  ['bytes=-1000', { from: 0, to: 99 }],
  ['bytes = 5 - 6', { from: 5, to: 6 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['', null], ['bytes=', null], ['bytes=-', null], ['bytes=6-5', null], ['bytes=0-1,3-4', null], ['rows=0-1', null],
  ['bytes=a-b', null],
])('of a file of 100 bytes, %s is %o', (header, expected) => {
  expect(readRange(header, 100)).toEqual(expected)
})

test('a range always lies inside the file', () => {
  const bound = fc.option(fc.nat(300)).map((value) => value ?? '')
  fc.assert(fc.property(bound, bound, fc.nat(200), (first, last, bytes) => {
    const range = readRange(`bytes=${first}-${last}`, bytes)
    if (range === null || range === 'unsatisfiable') return
    expect(range.from).toBeGreaterThanOrEqual(0)
    expect(range.from).toBeLessThanOrEqual(range.to)
    expect(range.to).toBeLessThan(bytes)
  }))
})

test.each([
  ['bytes 0-9/10', { from: 0, to: 9, total: 10 }],
  ['bytes 5-9/20', { from: 5, to: 9, total: 20 }],
  ['bytes 5-4/20', null], ['bytes 0-10/10', null], ['bytes 0-9/*', null], ['bytes */10', null], ['0-9/10', null],
])('an upload’s Content-Range %s is %o', (header, expected) => {
  expect(readContentRange(header)).toEqual(expected)
})

import { expect, test } from 'vitest'
import { BoundedLookUp } from '../../../hub/directory/bounded-look-up.ts'
import { RecentMap } from '../../../hub/directory/recent-map.ts'

test('what is found is found, at once for all who ask', async () => {
  let reads = 0
  const lookUp = new BoundedLookUp({ read: (key) => { reads += 1; return Promise.resolve(key.length) } })
  const both = await Promise.all([lookUp.find('abc', 0), lookUp.find('abc', 0)])
  expect([both, reads]).toEqual([[{ outcome: 'found', found: 3 }, { outcome: 'found', found: 3 }], 1])
})

test('what isn’t there is asked for again only after a moment', async () => {
  let reads = 0
  const lookUp = new BoundedLookUp({ read: () => { reads += 1; return Promise.resolve(undefined) } })
  for (const nowMs of [0, 10, 1_999]) expect(await lookUp.find('x', nowMs)).toEqual({ outcome: 'unknown' })
  expect(reads).toBe(1)
  await lookUp.find('x', 2_000)
  expect(reads).toBe(2)
})

test('made-up keys can’t flood the database', async () => {
  let reads = 0
  const lookUp = new BoundedLookUp({ read: () => { reads += 1; return Promise.resolve(undefined) } })
  const outcomes: string[] = []
  for (let count = 0; count < 5_000; count += 1) outcomes.push((await lookUp.find(`k${count}`, 1_000)).outcome)
  expect(reads).toBe(500)
  expect(outcomes.at(-1)).toBe('busy')
  expect(await lookUp.find('later', 2_000)).toEqual({ outcome: 'unknown' })
})

test('a database that is away is said, a bug is thrown', async () => {
  const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' })
  const away = new BoundedLookUp({ read: () => Promise.reject(refused) })
  expect(await away.find('x', 0)).toEqual({ outcome: 'away' })
  const broken = new BoundedLookUp({ read: () => Promise.reject(new Error('bug')) })
  await expect(broken.find('x', 0)).rejects.toThrow('bug')
})

test('a full map forgets what was unused for longest', () => {
  const map = new RecentMap<string, number>(2)
  map.set('a', 1)
  map.set('b', 2)
  map.get('a')
  map.set('c', 3)
  expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([1, undefined, 3, 2])
})

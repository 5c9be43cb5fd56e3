import { expect, test } from 'vitest'
import { newProjected } from '../../../hub/operations/projected.ts'
import type { Pool } from '../../../storage/pool.ts'

function start() {
  const state = { position: 10, looks: 0, away: false }
  const query = () => {
    state.looks += 1
    if (state.away) return Promise.reject(new Error('away'))
    return Promise.resolve({ rows: [{ position: state.position }], rowCount: 1 })
  }
  const projected = newProjected({ pool: { query } as unknown as Pool, nowMs: () => performance.now() })
  return { state, projected }
}

test('many who wait share one look, and one who needs nothing waits for nothing', async () => {
  const { state, projected } = start()
  const waiting = Array.from({ length: 100 }, (_, index) => projected.reached(11 + index, 2_000))
  state.position = 200
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['reached']))
  expect(state.looks).toBeLessThan(5)
  const before = state.looks
  expect(await projected.reached(150, 0)).toBe('reached')
  expect(state.looks).toBe(before)
  projected.stop()
})

test('late is late, also while the database is away', async () => {
  const { state, projected } = start()
  expect(await projected.reached(11, 30)).toBe('late')
  state.away = true
  expect(await projected.reached(12, 30)).toBe('late')
  projected.stop()
})

test('what is told needs no look', async () => {
  const { projected } = start()
  const waiting = projected.reached(50, 5_000)
  projected.note(50)
  expect(await waiting).toBe('reached')
  projected.stop()
})

test('a stop lets nobody wait', async () => {
  const { projected } = start()
  const waiting = projected.reached(50, 60_000)
  projected.stop()
  expect(await waiting).toBe('late')
})

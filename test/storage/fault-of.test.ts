import { expect, test } from 'vitest'
import { faultOf, statement } from '../../storage/pool.ts'

test.each([
  ['databaseAway', { code: '57P01' }],
  ['databaseAway', { code: '08006' }],
  ['databaseAway', { code: '53300' }],
  ['databaseAway', { code: 'ECONNREFUSED' }],
  ['databaseAway', { code: 'EPIPE' }],
  ['databaseAway', new Error('Connection terminated unexpectedly')],
  ['databaseAway', new Error('timeout exceeded when trying to connect')],
  ['conflict', { code: '40001' }],
  ['conflict', { code: '40P01' }],
  ['refusedData', { code: '22021' }],
  ['refusedData', { code: '23505' }],
  ['refusedData', { code: '54000' }],
  ['bug', { code: '42601' }],
  ['bug', { code: '25P02' }],
  ['bug', new TypeError('x is not a function')],
  ['bug', null],
])('%s: %o', (code, error) => {
  expect(faultOf(error).code).toBe(code)
})

test('a fault names the constraint and never the values', () => {
  const error = { code: '23505', constraint: 'row_pkey', message: 'secret', detail: 'Key (id)=(secret) exists' }
  expect(faultOf(error)).toEqual({ code: 'refusedData', reason: '23505', constraint: 'row_pkey' })
})

test('two statements can\'t share a name', () => {
  const first = statement('named_once', 'select 1')
  expect(statement('named_once', 'select 1')).toEqual(first)
  expect(() => statement('named_once', 'select 2')).toThrow('two statements')
  expect(() => statement('a'.repeat(49), 'select 1')).toThrow('not a name')
})

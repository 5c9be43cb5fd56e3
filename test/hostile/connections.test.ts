import { expect, test } from 'vitest'
import { hubLimits } from '../../hub/limits.ts'
import { newConnections, readOpenFilesMax } from '../../hub/sockets/connections.ts'

test('the last file descriptors are kept free: what comes beyond is turned away', () => {
  const connections = newConnections({ openFilesMax: hubLimits.ownFilesMax + 100 })
  const taken = Array.from({ length: 150 }, () => connections.opened())
  expect(taken.filter(Boolean)).toHaveLength(100)
  expect([connections.open, connections.refused]).toEqual([150, 50])
  for (let count = 0; count < 51; count++) connections.closed()
  expect(connections.opened()).toBe(true)
})

test('an upgrade is the same connection: it counts until its WebSocket closes', () => {
  const connections = newConnections({ openFilesMax: hubLimits.ownFilesMax + 32 })
  for (let count = 0; count < 32; count++) {
    expect(connections.opened()).toBe(true)
    connections.upgraded()
  }
  expect(connections.opened()).toBe(false)
  connections.closed()
  connections.webSocketClosed()
  expect(connections.opened()).toBe(true)
})

test('the system says how many files there may be', () => {
  expect(readOpenFilesMax()).toBeGreaterThan(32)
})

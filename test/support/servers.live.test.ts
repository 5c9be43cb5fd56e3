import { Socket, connect } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { newPool } from '../../storage/pool.ts'
import { freePort, startTestDatabase, startTestNats } from './servers.ts'

test('nats-server keeps address and data over a kill', async () => {
  await using nats = await startTestNats()
  const first = nats.pid
  expect(await greeting(nats.port)).toContain('"jetstream":true')
  await nats.kill()
  await nats.restart()
  expect(nats.pid).not.toBe(first)
  expect(await greeting(nats.port)).toContain('"auth_required":true')
})

test('the database keeps address and data over a kill, and is as new when asked', async () => {
  await using database = await startTestDatabase({ migrated: false, tcp: true })
  const pool = newPool({ url: database.url, onError: () => undefined })
  await pool.query('create table kept (id int)')
  await database.kill()
  await database.restart()
  expect((await pool.query('select 1 from kept')).rowCount).toBe(0)
  await database.fresh()
  await expect(pool.query('select 1 from kept')).rejects.toThrow('does not exist')
  await pool.end()
})

test('a free port is free', async () => {
  const socket = new Socket()
  socket.connect({ host: '127.0.0.1', port: await freePort() })
  const [error] = await once(socket, 'error').catch((reason: unknown) => [reason])
  expect(error).toMatchObject({ code: 'ECONNREFUSED' })
})

async function greeting(port: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port })
  const [line] = await once(socket, 'data') as [Buffer]
  socket.destroy()
  return line.toString()
}

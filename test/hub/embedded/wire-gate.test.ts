import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, test } from 'vitest'
import { WireGate } from '../../../hub/embedded/wire-gate.ts'
import type { GateOptions } from '../../../hub/embedded/wire-gate.ts'
import { frame, queryFrame, readyFrame, transactionStatus } from '../../../hub/embedded/wire-frames.ts'

/** Understands `begin`, `rollback`, `big` and `break`; remembers everything it was asked. */
class PretendEngine {
  readonly heard: string[] = []
  private inside = false

  execProtocol(message: Uint8Array): Promise<{ data: Uint8Array }> {
    const sql = Buffer.from(message).toString('utf8', 5).replace('\0', '')
    this.heard.push(sql)
    if (sql === 'break') return Promise.reject(new Error('the engine broke'))
    if (sql === 'begin') this.inside = true
    if (sql === 'rollback') this.inside = false
    const body = sql === 'big' ? frame('D', Buffer.alloc(32 * 2 ** 20)) : Buffer.alloc(0)
    const status = this.inside ? transactionStatus.open : transactionStatus.idle
    return Promise.resolve({ data: Buffer.concat([body, readyFrame(status)]) })
  }
}

test('who sits idle in a transaction is cut and rolled back, the next one goes on', async () => {
  await using gate = await startGate({ idleMs: 30 })
  const sleeper = await gate.client()
  sleeper.write(queryFrame('begin'))
  await once(sleeper, 'data')
  // Listened for at once: on a busy machine both may come while something else is awaited.
  const cut = once(sleeper, 'close')
  const next = await gate.client()
  next.write(queryFrame('select 1'))
  await Promise.all([cut, once(next, 'data')])
  expect(gate.engine.heard.indexOf('rollback')).toBeLessThan(gate.engine.heard.indexOf('select 1'))
})

test('who asks for much and does not read is cut, the next one goes on', async () => {
  await using gate = await startGate({ idleMs: 30 })
  const greedy = await gate.client()
  greedy.pause()
  greedy.write(queryFrame('big'))
  const next = await gate.client()
  next.write(queryFrame('select 1'))
  await once(next, 'data')
  expect(gate.engine.heard).toContain('select 1')
})

test('a batch above the limit closes that client only', async () => {
  await using gate = await startGate({ batchBytesMax: 10_000 })
  const [long, fine] = [await gate.client(), await gate.client()]
  for (let part = 0; part < 3; part += 1) long.write(frame('P', Buffer.alloc(4_000)))
  await once(long, 'close')
  fine.write(queryFrame('select 1'))
  await once(fine, 'data')
  expect(gate.engine.heard.filter((sql) => sql.startsWith('\0'))).toEqual([])
})

test('nonsense instead of a start-up message closes that client only', async () => {
  await using gate = await startGate()
  const stranger = connect(gate.port)
  stranger.write('GET / HTTP/1.1\r\n\r\n')
  await once(stranger, 'close')
  const fine = await gate.client()
  fine.write(queryFrame('select 1'))
  await once(fine, 'data')
})

test('a leaving client takes its settings and statements with it', async () => {
  await using gate = await startGate({ sessionSql: ['set jit = off'] })
  const client = await gate.client()
  client.write(Buffer.concat([frame('P', Buffer.from('mine\0select 1\0\0\0')), frame('S', Buffer.alloc(0))]))
  await once(client, 'data')
  client.destroy()
  await expect.poll(() => gate.engine.heard.slice(-3)).toEqual(['rollback', 'deallocate "_1_mine"', 'set jit = off'])
})

test('a broken engine is fatal', async () => {
  const fatal: unknown[] = []
  await using gate = await startGate({ onFatal: (error) => fatal.push(error) })
  const client = await gate.client()
  client.write(queryFrame('break'))
  await expect.poll(() => fatal).toEqual([new Error('the engine broke')])
  gate.wontClose = true
})

async function startGate(options: Partial<GateOptions> = {}) {
  const engine = new PretendEngine()
  const fail = (error: unknown): void => { throw error }
  const gate = new WireGate({ engine, sessionSql: [], onFatal: fail, ...options })
  const { port } = await gate.listen({ host: '127.0.0.1', port: 0 }) as AddressInfo
  const clients: Socket[] = []
  return {
    engine,
    port,
    /** The session is never passed on after a fatal error: closing would wait for it. */
    wontClose: false,
    async client() {
      const socket = connect(port)
      socket.on('error', () => undefined)
      clients.push(socket)
      socket.write(Buffer.from([0, 0, 0, 8, 0, 3, 0, 0]))
      await once(socket, 'data')
      return socket
    },
    async [Symbol.asyncDispose]() {
      for (const socket of clients) socket.destroy()
      const closed = gate.close()
      if (!this.wontClose) await closed
    },
  }
}

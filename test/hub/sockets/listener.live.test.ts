import { expect, test } from 'vitest'
import { freePort } from '../../support/servers.ts'
import { newListener } from '../../../hub/sockets/listener.ts'

const host = '127.0.0.1'

test('a port belongs to one hub, and who wants it too is told what to do', async () => {
  const first = newListener()
  const second = newListener()
  try {
    const port = await first.listen({ host, port: 0, portShared: false })
    await expect(second.listen({ host, port, portShared: false })).rejects.toThrow(/HUB_PORT/)
  } finally {
    for (const listener of [first, second]) listener.close()
  }
})

test('with HUB_PORT_SHARED several hubs listen on one port, and each is reached', async () => {
  const listeners = [newListener(), newListener()]
  listeners.forEach(({ app }, index) => app.get('/who', (response) => void response.end(String(index))))
  try {
    const [first, second] = listeners as [(typeof listeners)[number], (typeof listeners)[number]]
    const port = await freePort()
    expect(await first.listen({ host, port, portShared: true })).toBe(port)
    expect(await second.listen({ host, port, portShared: true })).toBe(port)
    const reached = new Set<string>()
    // By chance: 64 connections that all go to one of two would be a wonder.
    for (let count = 0; count < 64 && reached.size < 2; count++) {
      const answer = await fetch(`http://${host}:${port}/who`, { headers: { connection: 'close' } })
      reached.add(await answer.text())
    }
    expect(reached.size).toBe(2)
  } finally {
    for (const listener of listeners) listener.close()
  }
})

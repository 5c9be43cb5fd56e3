import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startNatsServer } from '../../../hub/embedded/nats-server.ts'
import { freePort, startTestNats, testFolder, testNatsBinary } from '../../support/servers.ts'
import { isRunning, killedOwner } from './support/killed-owner.ts'

test('the next start stops a server that a killed hub left behind', async () => {
  const dataDir = join(await testFolder(), 'with a blank')
  const binary = await testNatsBinary()
  const orphan = await killedOwner('nats', { dataDir, binary })
  expect(isRunning(orphan)).toBe(true)
  const steps: string[] = []
  const nats = await startNatsServer({ dataDir, binary, progress: (step) => steps.push(step) })
  await nats.stop()
  expect(steps).toEqual([expect.stringContaining(`(process ${orphan})`)])
  expect(isRunning(orphan)).toBe(false)
  await rm(join(dataDir, '..'), { recursive: true })
})

test('a server whose hub lives is left alone', async () => {
  await using nats = await startTestNats()
  const second = startNatsServer({ dataDir: nats.dataDir, binary: await testNatsBinary() })
  await expect(second).rejects.toThrow(`process ${process.pid} runs a nats-server on it`)
  expect(isRunning(nats.pid)).toBe(true)
})

test('the token is random, kept, and readable for its owner only', async () => {
  await using nats = await startTestNats()
  expect(nats.token).toMatch(/^[0-9a-f]{48}$/)
  expect(nats.url).toBe(`nats://${nats.token}@127.0.0.1:${nats.port}`)
  for (const file of ['token', 'nats.conf']) expect((await stat(join(nats.dataDir, file))).mode & 0o077).toBe(0)
  await nats.stop()
  await nats.restart()
  expect(await readFile(join(nats.dataDir, 'token'), 'utf8')).toBe(nats.token)
})

test('a port that is taken is told with the server\'s own words', async () => {
  await using nats = await startTestNats()
  const dataDir = await testFolder()
  const second = startNatsServer({ dataDir, binary: await testNatsBinary(), port: nats.port })
  await expect(second).rejects.toThrow('address already in use')
  await rm(dataDir, { recursive: true })
})

test('three servers form a cluster', async () => {
  const ports = await Promise.all([freePort(), freePort(), freePort()])
  const start = (port: number, index: number) => startTestNats({
    http: true, token: 'shared', cluster: { name: 'ark', serverName: `n${index}`, port, memberPorts: ports },
  })
  const members = await Promise.all(ports.map(start))
  const [first] = members
  await expect.poll(() => routesOf(first?.httpUrl() ?? ''), { timeout: 15_000 }).toEqual(['n1', 'n2'])
  await Promise.all(members.map((member) => member[Symbol.asyncDispose]()))
})

async function routesOf(httpUrl: string): Promise<string[]> {
  const answer = await fetch(`${httpUrl}/routez`, { headers: { connection: 'close' } })
  const { routes } = await answer.json() as { routes: { remote_name: string }[] }
  return [...new Set(routes.map((route) => route.remote_name))].toSorted()
}

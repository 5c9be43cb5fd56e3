import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { leakedSince, readHeld } from './leaks.ts'

// Where there is no /proc, the kinds of handles are all there is to see.
const linux = process.platform === 'linux'

test('an open server is named by its port, and gone when closed', async () => {
  const before = readHeld()
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  expect(leakedSince(before, readHeld())).toContain(linux ? `server on port ${port}` : '1 × TCPServerWrap')
  server.close()
  await expect.poll(() => leakedSince(before, readHeld())).toEqual([])
})

test.runIf(linux)('a child process and a worker thread are named', async () => {
  const before = readHeld()
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' })
  const worker = new Worker('setTimeout(() => {}, 60000)', { eval: true })
  await Promise.all([once(child, 'spawn'), once(worker, 'online')])
  const leaked = leakedSince(before, readHeld()).join()
  expect(leaked).toContain(`child process ${child.pid}`)
  expect(leaked).toContain(`worker thread ${worker.threadId}`)
  child.kill()
  await Promise.all([once(child, 'exit'), worker.terminate()])
})

test('a running timer counts, an unreferenced one does not', () => {
  const before = readHeld()
  const timer = setTimeout(() => {}, 60_000)
  expect(leakedSince(before, readHeld())).toContain('1 × Timeout')
  timer.unref()
  expect(leakedSince(before, readHeld())).toEqual([])
  clearTimeout(timer)
})

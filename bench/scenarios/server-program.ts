import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeExit, keepTail, runningChild } from '../../hub/embedded/running-child.ts'

export interface ServerProgram {
  name: string
  binary: string
  env?: NodeJS.ProcessEnv
  /** Writes what the program reads and answers its arguments. */
  configure: (at: { dataDir: string; port: number }) => Promise<readonly string[]>
}

export interface RunningProgram {
  readonly pid: number
  readonly port: number
  /** The last words on its standard error. */
  said: () => string
  /** Its folder goes too. */
  stop: () => Promise<void>
}

/** Somebody else's server with a folder of its own and a free port, once it takes connections. */
export async function startProgram({ name, binary, env, configure }: ServerProgram): Promise<RunningProgram> {
  const dataDir = await mkdtemp(join(tmpdir(), `ark-bench-${name}-`))
  const port = await freePort()
  const args = await configure({ dataDir, port })
  const child = spawn(binary, [...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] })
  child.on('error', () => undefined)
  const said = keepTail(child.stderr)
  const running = runningChild(child, { stopWithinMs })
  const stop = async (): Promise<void> => {
    await running.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  let ended: string | null = null
  void running.exited.then((exit) => { ended = describeExit(exit) })
  const untilMs = performance.now() + startWithinMs
  while (!await answers(port)) {
    if (ended === null && performance.now() < untilMs) {
      await sleep(pollMs)
      continue
    }
    await stop()
    throw new Error(`${name} did not start, ${ended ?? 'it was not ready in time'}:\n${said()}`)
  }
  return { pid: running.pid, port, said, stop }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => { server.close(resolve) })
  return port
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const answer = (taken: boolean): void => {
      socket.destroy()
      resolve(taken)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}

const startWithinMs = 20_000
const stopWithinMs = 5_000
const pollMs = 20

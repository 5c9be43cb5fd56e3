import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { PeerKind } from '../load/lines.ts'
import type { Peer } from './peer.ts'
import { steadyHeapOptions } from './steady-heap.ts'

export interface RelayProgram {
  kind: PeerKind
  /** Of bench/peers. */
  program: 'raw-relay' | 'ws-relay' | 'socket-io-relay'
  /** What arrives in one turn of the loop leaves as one send per seat. */
  gathering: boolean
  args?: readonly string[]
}

/** One of our relays, which store nothing. */
export async function startRelay(
  { kind, program, gathering, args = [] }: RelayProgram,
  { phonesPerSeat, steadyHeap = false }: { phonesPerSeat: number; steadyHeap?: boolean },
): Promise<Peer> {
  const script = fileURLToPath(new URL(`../peers/${program}.js`, import.meta.url))
  const manner = gathering ? 'gathering' : 'at-once'
  const child = fork(script, [String(phonesPerSeat), manner, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: steadyHeap ? [...steadyHeapOptions] : [],
  })
  const exited = once(child, 'exit')
  const begun = await Promise.race([once(child, 'message'), exited.then(() => null)])
  if (begun === null) throw new Error(`${program} ended before it listened`)
  const [{ port }] = begun as [{ port: number }]
  return {
    kind, port, processes: [{ name: 'relay', pid: child.pid ?? 0 }],
    backlog: () => Promise.resolve(0), complaints: () => Promise.resolve([]),
    collectGarbage: () => void child.kill('SIGUSR2'),
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Peer } from './peer.ts'

export async function startRawRelay({ phonesPerSeat }: { phonesPerSeat: number }): Promise<Peer> {
  const script = fileURLToPath(new URL('../peers/raw-relay.js', import.meta.url))
  const child = fork(script, ['0', String(phonesPerSeat)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const exited = once(child, 'exit')
  const [{ port }] = await once(child, 'message') as [{ port: number }]
  return {
    kind: 'raw', port, processes: [{ name: 'relay', pid: child.pid ?? 0 }],
    complaints: () => Promise.resolve([]),
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

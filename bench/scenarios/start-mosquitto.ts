import { writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { FoundMosquitto } from './find-mosquitto.ts'
import type { Peer } from './peer.ts'
import { startProgram } from './server-program.ts'

/** Mosquitto with persistence on, as its documentation says; no limit of its own stands in the way. */
export async function startMosquitto({ binary, libraries }: FoundMosquitto & { found: true }): Promise<Peer> {
  const program = await startProgram({
    name: 'mosquitto', binary,
    env: libraries === null ? {} : { LD_LIBRARY_PATH: libraries },
    async configure({ dataDir, port }) {
      const path = join(dataDir, 'mosquitto.conf')
      await writeFile(path, configOf({ dataDir, port }))
      return ['-c', path]
    },
  })
  const { pid, port, said, stop } = program
  return {
    kind: 'mqtt', port, processes: [{ name: 'mosquitto', pid }], stop,
    backlog: () => Promise.resolve(0), complaints: () => Promise.resolve([said()]), collectGarbage: () => undefined,
  }
}

function configOf({ dataDir, port }: { dataDir: string; port: number }): string {
  return [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence true',
    `persistence_location ${dataDir}/`,
    // Started by root it would become the user mosquitto, who can't write into this folder.
    `user ${userInfo().username}`,
    // Usually 20 under way and 1,000 that wait per subscriber: what comes on top would be dropped.
    'max_inflight_messages 2000',
    'max_queued_messages 0',
    'set_tcp_nodelay true',
    'log_dest stderr', 'log_type error', 'log_type warning', '',
  ].join('\n')
}

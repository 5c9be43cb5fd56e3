import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newGate } from '../load/gate.ts'
import { connectNats, subjectRoot } from '../load/nats-line.ts'
import { latin1 } from '../load/nats-protocol.ts'
import type { Peer } from './peer.ts'
import { freePort, startProgram } from './server-program.ts'

export interface NatsPeerOptions {
  binary: string
  /** fsync for each message before it is acked; else every two minutes. */
  syncAlways: boolean
}

/** nats-server's own WebSocket, with a file stream for all seats' subjects. */
export async function startNats({ binary, syncAlways }: NatsPeerOptions): Promise<Peer> {
  const websocketPort = await freePort()
  const program = await startProgram({
    name: 'nats', binary,
    async configure({ dataDir, port }) {
      const path = join(dataDir, 'nats.conf')
      await writeFile(path, configOf({ dataDir, port, websocketPort, syncAlways }))
      return ['-c', path]
    },
  })
  const { pid, said, stop } = program
  try {
    await createStream(websocketPort)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    kind: 'nats', port: websocketPort, processes: [{ name: 'nats-server', pid }], stop,
    backlog: () => Promise.resolve(0), complaints: () => Promise.resolve([said()]), collectGarbage: () => undefined,
  }
}

interface NatsPorts { dataDir: string; port: number; websocketPort: number; syncAlways: boolean }

function configOf({ dataDir, port, websocketPort, syncAlways }: NatsPorts): string {
  return [
    `listen: "127.0.0.1:${port}"`,
    `websocket { listen: "127.0.0.1:${websocketPort}", no_tls: true }`,
    'jetstream {',
    `  store_dir: ${JSON.stringify(join(dataDir, 'jetstream'))}`,
    `  max_file_store: ${storeBytes}`,
    syncAlways ? '  sync_interval: always' : '',
    '}', '',
  ].join('\n')
}

async function createStream(port: number): Promise<void> {
  const answered = newGate()
  let answer = ''
  const onFault = (reason: string): void => {
    answer ||= reason
    answered.open()
  }
  const socket = await connectNats({
    port, name: 'set-up', onFault,
    onMessage: ({ array }, { from, to }) => {
      answer = latin1(array, from, to)
      answered.open()
    },
  })
  const request = JSON.stringify({
    name: 'bench', subjects: [`${subjectRoot}.*`], storage: 'file', retention: 'limits', discard: 'old',
    max_bytes: storeBytes / 2, num_replicas: 1,
  })
  await socket.ask('SUB setup 1')
  await socket.ask(`PUB $JS.API.STREAM.CREATE.bench setup ${request.length}\r\n${request}`)
  await answered.opened
  if (answer.includes('"error"') || !answer.startsWith('{')) throw new Error(`no stream: ${answer}`)
  await socket.close()
}

const storeBytes = 4 * 2 ** 30

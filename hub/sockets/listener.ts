import uws, { type HttpResponse, type TemplatedApp, type us_listen_socket } from 'uWebSockets.js'
import { type Connections, newConnections, readOpenFilesMax } from './connections.ts'

export interface Listener {
  readonly app: TemplatedApp
  readonly connections: Connections
  /** Resolves with the port, or rejects naming what to do. */
  listen(where: { host: string; port: number; portShared: boolean }): Promise<number>
  /** No new connections; those that are open go on. */
  stopListening(): void
  /** Closes everything at once. */
  close(): void
}

/** The one port for phones, consoles and the API. */
export function newListener(): Listener {
  const app = uws.App()
  const connections = newConnections({ openFilesMax: readOpenFilesMax() })
  const count = (response: HttpResponse, change: unknown): void => {
    if (Number(change) < 0) connections.closed()
    else if (!connections.opened()) response.close()
  }
  app.filter(count)
  let listening: us_listen_socket | null = null
  return {
    app, connections,
    listen: ({ host, port, portShared }) => new Promise((resolve, reject) => {
      // Exclusive unless it is wanted: two hubs on one port share connections by chance.
      const listen = app.listen.bind(app) as unknown as ListenWithHost
      listen(host, port, portShared ? sharedPort : exclusivePort, (token) => {
        if (token === false) {
          const advice = 'stop what uses it, or set HUB_PORT to another one'
          reject(new Error(`port ${port} on ${host} can't be opened: ${advice}`))
          return
        }
        listening = token
        resolve(uws.us_socket_local_port(token))
      })
    }),
    stopListening() {
      if (listening !== null) uws.us_listen_socket_close(listening)
      listening = null
    },
    close: () => app.close(),
  }
}

/** The types don't know that host and options go together. */
type ListenWithHost = (
  host: string, port: number, options: number, callback: (token: us_listen_socket | false) => void,
) => TemplatedApp

/** LIBUS_LISTEN_DEFAULT: with SO_REUSEPORT. LIBUS_LISTEN_EXCLUSIVE_PORT. */
const sharedPort = 0
const exclusivePort = 1

import { join } from 'node:path'

export interface NatsSettings {
  dataDir: string
  host: string
  /** 0 lets the server choose. */
  port: number
  token: string
  /** Serve monitoring on a port of the server's choice. */
  http: boolean
  /** fsync for every record; without it a power cut loses up to two minutes that were acknowledged. */
  syncAlways: boolean
  storeBytesMax: number
  cluster?: NatsCluster
}

/** One member of a cluster on this machine; all members share the token. */
export interface NatsCluster {
  name: string
  serverName: string
  port: number
  /** Ports of all members. */
  memberPorts: readonly number[]
}

/** The text of nats-server's configuration file. The first line names the process that started it. */
export function natsConfig(settings: NatsSettings, owner: number): string {
  const { dataDir, host } = settings
  return [
    `# owner ${owner}`,
    `listen: ${quote(`${host}:${settings.port || -1}`)}`,
    settings.http ? `http: ${quote(`${host}:-1`)}` : '',
    `authorization { token: ${quote(settings.token)} }`,
    `pid_file: ${quote(join(dataDir, 'nats.pid'))}`,
    `ports_file_dir: ${quote(dataDir)}`,
    `log_file: ${quote(join(dataDir, 'nats.log'))}`,
    'logfile_size_limit: 10MB',
    'logfile_max_num: 2',
    // A subscriber that stops reading is cut after 2 s and never stalls the publisher (else: 10 s).
    'write_deadline: "2s"',
    'no_fast_producer_stall: true',
    'max_payload: 8MB',
    ...jetstream(settings),
    ...clusterLines(settings),
  ].filter((line) => line !== '').join('\n') + '\n'
}

function jetstream({ dataDir, storeBytesMax, syncAlways }: NatsSettings): string[] {
  return [
    'jetstream {',
    `  store_dir: ${quote(join(dataDir, 'jetstream'))}`,
    `  max_file_store: ${storeBytesMax}`,
    '  max_memory_store: 67108864',
    syncAlways ? '  sync_interval: always' : '',
    '}',
  ]
}

function clusterLines({ cluster, host, token }: NatsSettings): string[] {
  if (cluster === undefined) return []
  const routes = cluster.memberPorts.map((port) => quote(`nats://${routeUser}:${token}@${host}:${port}`))
  return [
    `server_name: ${quote(cluster.serverName)}`,
    'cluster {',
    `  name: ${quote(cluster.name)}`,
    `  listen: ${quote(`${host}:${cluster.port}`)}`,
    `  authorization { user: ${routeUser}, password: ${quote(token)} }`,
    `  routes: [${routes.join(', ')}]`,
    // Clients are told of all members by their settings, and may reach them through something in between.
    '  no_advertise: true',
    '}',
  ]
}

const quote = (text: string): string => JSON.stringify(text)
const routeUser = 'route'

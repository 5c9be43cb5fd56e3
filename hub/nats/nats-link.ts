import { type Msg, type NatsConnection, type Subscription, connect } from '@nats-io/transport-node'

/**
 * One connection to NATS that comes back by itself. The only thing of NATS that other folders see are these
 * few verbs.
 */
export interface NatsLink {
  readonly connection: NatsConnection
  readonly up: boolean
  /** Called after each reconnect, not for the first connect, until the answer is called. */
  onUp(listener: () => void): () => void
  onDown(listener: () => void): void
  /** Ephemeral news between hubs (`live.>`): lost if nobody listens. */
  tell(subject: string, payload: Uint8Array): void
  listen(subject: string, onMessage: (payload: Uint8Array, subject: string) => void): Subscription
  close(): Promise<void>
}

/** Options as measured: without async traces, short waits, quick detection of a dead server. */
export async function connectNats({ url, name }: { url: string; name: string }): Promise<NatsLink> {
  const connection = await connect({
    ...readAddress(url), name, noAsyncTraces: true, maxReconnectAttempts: -1, reconnectTimeWait: 50,
    reconnectJitter: 20, pingInterval: 5_000, maxPingOut: 2, waitOnFirstConnect: true,
  })
  const ups = new Set<() => void>()
  const downs: (() => void)[] = []
  let up = true
  const watch = async (): Promise<void> => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') {
        up = false
        for (const listener of downs) listener()
      } else if (type === 'reconnect') {
        up = true
        for (const listener of ups) listener()
      }
    }
  }
  void watch()
  return {
    connection,
    get up() { return up },
    onUp: (listener) => {
      ups.add(listener)
      return () => void ups.delete(listener)
    },
    onDown: (listener) => void downs.push(listener),
    tell: (subject, payload) => {
      if (up) connection.publish(subject, payload)
    },
    listen: (subject, onMessage) => connection.subscribe(subject, {
      callback: (error, message: Msg) => {
        if (error === null) onMessage(message.data, message.subject)
      },
    }),
    close: () => connection.close(),
  }
}

/**
 * The client doesn't read credentials from addresses: `nats://<token>@host` and
 * `nats://<user>:<password>@host` are told apart here.
 */
function readAddress(url: string): { servers: string[]; token?: string; user?: string; pass?: string } {
  const addresses = url.split(',').map((one) => new URL(one))
  const { username, password } = addresses[0] as URL
  const servers = addresses.map((one) => {
    one.username = ''
    one.password = ''
    return one.toString()
  })
  if (username === '') return { servers }
  const user = decodeURIComponent(username)
  return password === '' ? { servers, token: user } : { servers, user, pass: decodeURIComponent(password) }
}

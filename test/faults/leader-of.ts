import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { streamName } from '../../hub/nats/journal-stream.ts'

/** The name of the server that leads the journal; undefined while nobody does, or without a cluster. */
export async function leaderOf(url: string): Promise<string | undefined> {
  const addresses = url.split(',').map((one) => new URL(one))
  const connection = await connect({
    servers: addresses.map(({ host }) => host), token: addresses[0]?.username ?? '', timeout: 1_000, reconnect: false,
  })
  try {
    const manager = await jetstreamManager(connection, { checkAPI: false, timeout: 1_000 })
    return (await manager.streams.info(streamName)).cluster?.leader
  } finally {
    await connection.close()
  }
}

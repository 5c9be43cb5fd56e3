import type { Client, Connection } from 'pg'

/** COPY from the client, without a package: `pg` only offers the pieces. Resolves when it is done. */
export function copyIn(client: Client, parts: { sql: string, data: string[], fail?: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const nothing = (): void => undefined
    void client.query({
      submit: (connection: Connection) => { connection.query(parts.sql) },
      handleCopyInResponse: (connection: CopyConnection) => {
        for (const chunk of parts.data) connection.sendCopyFromChunk(Buffer.from(chunk))
        if (parts.fail === undefined) connection.endCopyFrom()
        else connection.sendCopyFail(parts.fail)
      },
      // pg doesn't tell a failed query when the server is ready again.
      handleError: reject,
      handleReadyForQuery: () => resolve(),
      handleCommandComplete: nothing,
      handleRowDescription: nothing,
      handleDataRow: nothing,
      handleEmptyQuery: nothing,
    } as unknown as Parameters<Client['query']>[0])
  })
}

interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}
